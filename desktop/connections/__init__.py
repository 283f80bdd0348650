"""Which connectors run: built from the sources that are switched on, started and stopped."""
