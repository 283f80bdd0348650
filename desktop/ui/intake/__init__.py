"""Intake: the call card, what stands beside it, and the page between two calls."""
