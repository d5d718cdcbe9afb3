"""The acts behind ``services``, one file a subject."""
