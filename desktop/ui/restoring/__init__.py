"""A backup put back, in a window of its own: nobody has the data open meanwhile."""
