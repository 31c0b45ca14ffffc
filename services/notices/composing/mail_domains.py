"""Domains of mail addresses as they are sent; alone, since settings are looked at before anything else is loaded."""

import idna


def on_the_wire(address: str) -> str:
    """With a domain that every mail server and calendar takes: A-labels (RFC 5891). Raises ValueError: no domain."""
    local_part, at, domain = address.rpartition("@")
    if domain.isascii():
        return address
    return f"{local_part}{at}{idna.encode(domain, uts46=True).decode()}"
