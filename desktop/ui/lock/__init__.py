"""The locked desk: when it locks, what it shows, and what comes back when it is unlocked."""
