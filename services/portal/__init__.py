"""The partners' door: organisations, payers and supervisees see what waits for them, and do it."""
