"""Portals that can be talked to: the national one over HTTP, and a demo one inside the process."""
