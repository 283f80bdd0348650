"""The trail on the screen: who did what to whom."""
