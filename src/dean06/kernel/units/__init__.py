"""Administrative units and agencies with their whole history, and the resolver of old names and abbreviations.

Main terms: ``AdminUnit`` (key: code + valid_from, since codes were re-used), ``AdminUnitSuccession``, ``Agency``,
``AgencyAlias``. Does NOT hold people: an agency's officers are accounts.
"""
