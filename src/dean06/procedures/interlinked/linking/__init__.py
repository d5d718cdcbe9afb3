"""Legs of linked cases: opening, starting, following, consents, decisions of officers."""
