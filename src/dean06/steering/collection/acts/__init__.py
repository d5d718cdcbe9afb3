"""The acts of collecting, one subject a module: typing, sending, deciding, excusing, locking, reminding."""
