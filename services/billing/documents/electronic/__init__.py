"""Invoices for the customer's system: EN 16931's terms as Peppol BIS 3 (UBL) and as Finvoice 3.0, and back."""
