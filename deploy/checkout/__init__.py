"""What a checkout needs on a bare machine: its environment, what the machine lacks for it, and the proofs."""
