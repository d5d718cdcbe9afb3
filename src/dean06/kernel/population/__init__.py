"""The provincial copy of the population registry: persons, households, residence, numbers, life events.

A person's present state is a projection of append-only ``LifeEvent``s, so any past day can be shown; corrections are
events too, and take two people. Reading leaves an audit row: verifying (which fields agree) is apart from searching.
Does NOT hold sector data or compare lists with it (``ecosystem``), nor accounts of citizens (``citizens.identity``).
"""
