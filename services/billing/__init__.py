"""Billing: what may be charged, invoices with gapless numbers, and their documents."""
