"""What several services and doors must say with the same words."""
