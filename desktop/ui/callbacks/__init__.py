"""Callbacks: the queue of promises, one of them in full, and how a try went."""
