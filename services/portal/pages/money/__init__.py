"""Invoices of the visitor's organisation."""
