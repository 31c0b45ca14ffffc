"""Disputes of lines: what is held, what is decided, and what it comes to."""
