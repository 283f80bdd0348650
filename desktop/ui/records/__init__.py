"""What a manager does with all that is kept of one person."""
