"""PRIVATE. The acts behind ``services``, one subject a module."""
