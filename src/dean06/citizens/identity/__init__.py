"""Citizens sign in: identity providers (VNeID and a simulator), levels of assurance, accounts of citizens (group 3).

Terms: identity provider, assurance level. It stores no secret of the provider.
"""
