"""PUBLIC. What the audit log calls the acts of this app."""

ACTIONS: dict[str, str] = {}
