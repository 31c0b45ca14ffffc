"""Mails and calendar invitations: what is told to whom, in their language, once."""
