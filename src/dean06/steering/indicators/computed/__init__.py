"""PRIVATE. Figures that modules of the platform count: declared once, kept by day, made into values."""
