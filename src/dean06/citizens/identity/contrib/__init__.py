"""Plugins: one folder for each identity provider."""
