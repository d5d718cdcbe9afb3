"""Purposes of reading personal data, masking, and what a citizen may see of it. Empty so far: it comes with ``population``."""
