"""How papers are printed: one compiler, one ground for their layout, the fonts.

Invoices and contracts are laid out on it, each by a template of its own.
"""
