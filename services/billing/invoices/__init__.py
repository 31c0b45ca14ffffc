"""From items to issued invoices: the month's run, numbers, due days, references, the seller."""
