"""Two entries of one person become one: what speaks against it, what it would do, and doing it."""
