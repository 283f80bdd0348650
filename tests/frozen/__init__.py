"""The frozen program, started as a person starts it. Run by .ci/run after `start.py build`."""
