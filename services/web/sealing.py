"""What is kept for one browser, sealed with the secret that only the browser has: no copy of the database tells it."""

import hashlib
import os
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE_BYTES = 12  # NIST SP 800-38D, 8.2.2; each key seals one text


def sealed(purpose: bytes, secret: str, person_id: UUID, text: bytes) -> bytes:
    """purpose: each has a key of its own. person_id: for whom alone it opens."""
    nonce = os.urandom(_NONCE_BYTES)
    return nonce + AESGCM(_key(purpose, secret)).encrypt(nonce, text, person_id.bytes)


def opened(purpose: bytes, secret: str, person_id: UUID, kept: bytes) -> bytes | None:
    """None where it was not sealed so."""
    try:
        return AESGCM(_key(purpose, secret)).decrypt(
            kept[:_NONCE_BYTES], kept[_NONCE_BYTES:], person_id.bytes
        )
    except (InvalidTag, ValueError):
        return None


def _key(purpose: bytes, secret: str) -> bytes:
    """Another than the hash by which the row is found. The secret has 256 bits of its own."""
    return hashlib.sha256(purpose + secret.encode()).digest()
