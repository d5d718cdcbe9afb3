"""PRIVATE. Reads of the four registers, each filtered by what its reader may see."""
