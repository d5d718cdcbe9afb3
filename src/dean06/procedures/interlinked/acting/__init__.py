"""Acts of people: consents, and what is decided about connected systems and messages."""
