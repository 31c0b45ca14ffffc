"""What is changed while a contract is signed: amendments, another supervisor, pauses, who is in the group."""
