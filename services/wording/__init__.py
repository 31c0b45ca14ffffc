"""What several services and doors say to people with the same words and write in the same forms."""
