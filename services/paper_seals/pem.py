"""PEM as it is read by the library that seals."""

from asn1crypto import pem


def der(text: str) -> bytes:
    """Of the one key or certificate that it holds."""
    _, _, found = pem.unarmor(text.encode())
    return bytes(found)
