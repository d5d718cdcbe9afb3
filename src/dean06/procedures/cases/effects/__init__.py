"""What a finished case changes in the registry: one file a field of law, each effect registered by name for packs."""
