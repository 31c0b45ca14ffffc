"""How an issued document reaches its customer: by which way next, over which connection, and what became of it."""
