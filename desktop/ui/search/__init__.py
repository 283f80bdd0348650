"""Search over everything: the field of the top bar and the results under it."""
