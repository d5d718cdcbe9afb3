"""Purposes of reading personal data, masking, what a citizen may see of it. Empty: it comes with ``population``."""
