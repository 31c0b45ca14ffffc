"""How a process goes on, or is ended before its last day: by its notice, at once, or by agreement."""
