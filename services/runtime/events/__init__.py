"""What happened, told once and in order: announced with its change, relayed, heard, set back or parked."""
