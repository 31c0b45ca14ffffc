"""The head of a sealed file: the key of its content, wrapped for one recipient. Source: age-encryption.org/v1."""

import base64
import hashlib
import hmac
import secrets
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_VERSION = b"age-encryption.org/v1\n"
_KIND = "X25519"
_KEY_BYTES = 16
_LONGEST_LINE = 1024
_MOST_LINES = 100


def write(to: BinaryIO, recipient: X25519PublicKey) -> bytes:
    """The content's key."""
    key, once = secrets.token_bytes(_KEY_BYTES), X25519PrivateKey.generate()
    share = once.public_key().public_bytes_raw()
    wrapping = _wrapping(once.exchange(recipient), share, recipient.public_bytes_raw())
    wrapped = ChaCha20Poly1305(wrapping).encrypt(bytes(12), key, None)
    told = _VERSION + f"-> {_KIND} {_text(share)}\n{_text(wrapped)}\n---".encode()
    to.write(told + f" {_text(_sealed(key, told))}\n".encode())
    return key


def read(source: BinaryIO, secret: X25519PrivateKey) -> bytes:
    """The content's key. Raises ValueError: not such a file, for somebody else, or changed."""
    if source.readline(_LONGEST_LINE) != _VERSION:
        raise ValueError("not sealed in a known form")
    told, key = _VERSION, None
    for _ in range(_MOST_LINES):
        line = source.readline(_LONGEST_LINE)
        if line.startswith(b"---"):
            told += b"---"
            if key is None:
                raise ValueError("sealed for another key")
            if not hmac.compare_digest(_sealed(key, told), _bytes(line[4:])):
                raise ValueError("its head was changed")
            return key
        told += line
        kind, *words = line.decode("ascii", "replace").removeprefix("-> ").split()
        if line.startswith(b"-> ") and kind == _KIND and len(words) == 1 and key is None:
            body = source.readline(_LONGEST_LINE)
            told += body
            key = _unwrapped(_bytes(words[0]), _bytes(body), secret)
    raise ValueError("its head has no end")


def _unwrapped(share: bytes, wrapped: bytes, secret: X25519PrivateKey) -> bytes | None:
    """None: it is for somebody else."""
    mine = secret.public_key().public_bytes_raw()
    wrapping = _wrapping(secret.exchange(X25519PublicKey.from_public_bytes(share)), share, mine)
    try:
        return ChaCha20Poly1305(wrapping).decrypt(bytes(12), wrapped, None)
    except InvalidTag:
        return None


def _wrapping(shared: bytes, share: bytes, recipient: bytes) -> bytes:
    return derived(shared, share + recipient, b"age-encryption.org/v1/X25519")


def _sealed(key: bytes, told: bytes) -> bytes:
    return hmac.new(derived(key, b"", b"header"), told, hashlib.sha256).digest()


def derived(key: bytes, salt: bytes, about: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt, about).derive(key)


def _text(content: bytes) -> str:
    return base64.b64encode(content).decode().rstrip("=")


def _bytes(text: str | bytes) -> bytes:
    stripped = (text if isinstance(text, str) else text.decode("ascii", "replace")).strip()
    return base64.b64decode(stripped + "=" * (-len(stripped) % 4), validate=True)
