"""The writes of ``services``, one file a part of the dossier's life. Private: other apps call ``services``."""
