"""What waits for the visitor, and what concerns oneself."""
