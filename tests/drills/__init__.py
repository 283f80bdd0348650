"""Fault drills: what a desk meets once in ten years, thousands of times in a row.

``python tests/drills/run.py`` runs the short form of each, as CI does, ``--long`` the long one.
Every drill first proves that it can fail: with a bug planted in it, it has to find something.
"""
