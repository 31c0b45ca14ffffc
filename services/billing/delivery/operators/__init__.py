"""Connections to who carries e-invoices: a folder, HTTPS, SFTP. Which one is a setting; all are given the same file."""
