"""Hears that the computer was locked, or sleeps: one file for each system."""
