"""Transition: what is known, who has heard it, what was asked for, and the promises that wait."""
