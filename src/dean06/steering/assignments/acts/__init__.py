"""PRIVATE. The public writes of ``services``, one subject a module; ``common`` and ``telling`` serve them all."""
