"""Settings: the sections that work, each declared in one line."""
