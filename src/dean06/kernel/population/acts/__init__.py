"""PRIVATE. The public writes of ``services``, one subject a module; ``common`` and ``family`` serve them all."""
