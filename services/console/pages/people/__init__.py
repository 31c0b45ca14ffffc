"""Organisations, the provider's own staff, supervisors, and who has which role."""
