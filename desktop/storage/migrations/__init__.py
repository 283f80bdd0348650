"""The schema's history: ``env.py`` and one script for each revision, run by ``upgrade``."""
