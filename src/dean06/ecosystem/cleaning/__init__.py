"""Cleaning a sector's list against the population registry (group 4).

A ``Run`` matches one version of a dataset with the registry and gives every record exactly one result class. Records
that are not clean become ``Finding``s, one per record across runs; each criterion of quality (đúng, đủ, sạch, sống) is
a pair of counts per commune that leads to its rows.

Terms: record = a row of the sector's list; person = a row of the registry; class = what is the matter with a record.
It never changes the registry or the sector's list: see ``review`` (pairs, corrections) and ``worklists`` (communes).
"""
