"""What address books export: one file for each."""
