"""Price list, seller, billing runs, invoices."""
