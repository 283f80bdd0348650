"""A ringing caller in the window: shown at once, taken with one key, never in the way."""
