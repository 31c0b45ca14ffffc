"""Looks at a platform that runs, and puts right what it could not."""
