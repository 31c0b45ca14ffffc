"""The month's invoices, by themselves."""
