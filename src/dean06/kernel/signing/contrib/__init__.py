"""Places of keys outside this server: remote signers."""
