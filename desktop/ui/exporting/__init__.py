"""Exporting from the window: what goes into the file, where it goes, and how far it is."""
