"""Uploaded and generated files: checksum, type found from content, size limits, never served as something that runs.

Main terms: ``StoredFile``. Does NOT read what is inside a document (see ``steering.documents``).
"""
