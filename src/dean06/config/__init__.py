"""Settings, URL table and API assembly. May import anything."""
