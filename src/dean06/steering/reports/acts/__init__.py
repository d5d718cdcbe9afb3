"""PRIVATE. The writes, by what is done: writing, finishing, templates."""
