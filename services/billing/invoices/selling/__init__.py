"""Who invoices: its dated details, and which bank its account is at."""
