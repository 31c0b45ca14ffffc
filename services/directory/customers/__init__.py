"""Whom processes are for: organisations, their departments, by what they are known, and whose HR is let in."""
