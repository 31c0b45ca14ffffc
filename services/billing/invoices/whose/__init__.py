"""Whose invoices a run makes: of one process each, or a collective one of a department or of the whole customer."""
