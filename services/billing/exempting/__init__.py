"""Processes that finance has freed of VAT, with the ground."""
