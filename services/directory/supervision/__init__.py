"""Supervisors: their cards, their credentials, and when one leaves."""
