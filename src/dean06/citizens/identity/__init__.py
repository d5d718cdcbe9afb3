"""Citizens sign in: identity providers (VNeID and a simulator), levels of assurance, accounts of citizens (group 3).

Terms: ``IdentityProvider`` (gives an ``Assertion``), level (1, 2) of the account, assurance (1-4) of the sign-in, act
(what asks for a level). It stores no secret of the provider, and knows nothing of dossiers.
"""
