"""Issued invoices as people read them: lists, one with its lines, the PDF."""
