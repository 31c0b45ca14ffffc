"""intake: inquiries, screening, matching, proposals and the price list."""
