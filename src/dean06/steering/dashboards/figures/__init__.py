"""Reads behind the pages of figures: what the actor sees, prepared once for page, feed, file and letter."""
