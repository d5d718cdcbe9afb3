"""Law of the dossier as pure functions: transitions of the ten states, the legal clock, codes."""
