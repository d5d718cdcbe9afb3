"""PRIVATE. The public writes of ``services``, one register a module."""
