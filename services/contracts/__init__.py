"""contracts: contract versions, clauses, signatures, and how a process goes on or ends."""
