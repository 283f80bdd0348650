"""The Safety card, what colleagues see of it, and the numbers it shows."""
