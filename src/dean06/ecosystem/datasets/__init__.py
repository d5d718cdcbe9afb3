"""Group 4, intake: a sector's file, in whatever format and encoding, becomes a versioned dataset of one shape.

Main terms: ``Sector`` (data, not code), ``DatasetVersion``, record key, bad row, repair flag. The rows lie in Parquet
files of a private folder; the database holds what describes them. ``reading`` is the core and needs no database.
Does NOT match records with the population registry (see ``matching``) nor class them (see ``cleaning``).
"""
