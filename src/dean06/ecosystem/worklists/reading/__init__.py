"""The reads behind ``queries`` and the pages, one file a subject."""
