"""Credit notes: what of an invoice is taken back, its document, and what becomes of its items."""
