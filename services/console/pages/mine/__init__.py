"""My day, and what concerns oneself."""
