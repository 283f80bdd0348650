"""Speed, as ratios measured side by side in one run, see ``run.py``. Never a test."""
