"""The provincial copy of the population registry. Empty so far: it comes with the issue "Population registry".

Will hold ``Person``, ``Household`` and append-only ``LifeEvent``; does NOT hold sector data (see ``ecosystem``).
"""
