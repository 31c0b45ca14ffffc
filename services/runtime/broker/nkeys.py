"""By what a program shows the broker who it is: a pair of keys, in the broker's own letters.

The seed lies in a file that the program alone reads and never travels; the broker knows the public key.
"""

import base64
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

# Of the broker's own alphabet: what a user's seed and public key begin with, once they are written in base 32.
_SEED, _USER = 18 << 3, 20 << 3


def seed_of(raw: bytes) -> str:
    """raw: 32 bytes that nobody can guess. Begins with SU."""
    return _written(bytes([_SEED | _USER >> 5, (_USER & 31) << 3]) + raw)


def public_key(seed: str) -> str:
    """Begins with U."""
    return _written(bytes([_USER]) + _pair(seed).public_key().public_bytes_raw())


def signed(seed: str, nonce: str) -> bytes:
    """What the broker gave us to sign."""
    return base64.b64encode(_pair(seed).sign(nonce.encode()))


def read(file: Path) -> str:
    """The seed that lies there. Raises ValueError where it is none; what is in the file is not told."""
    seed = file.read_text().strip()
    _pair(seed)
    return seed


def _pair(seed: str) -> Ed25519PrivateKey:
    try:
        raw = base64.b32decode(seed + "=" * (-len(seed) % 8))
    except ValueError:
        raise ValueError("is not a seed") from None
    if len(raw) != 36 or raw[:1] != bytes([_SEED | _USER >> 5]) or _crc(raw[:-2]) != raw[-2:]:
        raise ValueError("is not a seed")
    return Ed25519PrivateKey.from_private_bytes(raw[2:-2])


def _written(raw: bytes) -> str:
    return base64.b32encode(raw + _crc(raw)).decode().rstrip("=")


def _crc(raw: bytes) -> bytes:
    """CRC-16 as XMODEM has it, the low byte first."""
    crc = 0
    for byte in raw:
        crc ^= byte << 8
        for _ in range(8):
            crc = (crc << 1 ^ 0x1021 if crc & 0x8000 else crc << 1) & 0xFFFF
    return crc.to_bytes(2, "little")
