"""A real phone system on loopback, and the program listening to it. Runs with ``pytest -m rig``."""
