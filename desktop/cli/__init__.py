"""The services without a window: one file per verb."""
