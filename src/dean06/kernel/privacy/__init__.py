"""What a person may know about the use of his data: who looked, when, why, under which dossier.

Reads the audit log; stores nothing of its own.
"""
