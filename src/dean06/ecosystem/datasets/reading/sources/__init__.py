"""Rows of a file as batches of text, whatever its format. ``open_source`` chooses by what the file is."""
