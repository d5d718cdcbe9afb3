"""Keeps the national portal's copy of our cases true, and takes in dossiers handed in there (group 1).

Terms: sync record, refused, re-send. The portal is a plugin with a demo back end.
"""
