"""PRIVATE. Values of reporting units: saving, sending, history; the periods they belong to."""
