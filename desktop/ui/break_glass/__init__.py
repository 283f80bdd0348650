"""Standing in for a manager, in the window: asked for, shown all the while, told to managers."""
