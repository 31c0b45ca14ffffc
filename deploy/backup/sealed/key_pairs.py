"""The two halves of a key: `age1...`, for which is sealed, and AGE-SECRET-KEY-1..., which opens.

`python -m deploy.backup.sealed.key_pairs` prints a new one, as the tool age-keygen does.
"""

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from deploy.backup.sealed import bech32

_RECIPIENT, _SECRET = "age", "age-secret-key-"


def new() -> str:
    """The secret half."""
    return bech32.written(_SECRET, X25519PrivateKey.generate().private_bytes_raw()).upper()


def recipient_of(secret: str) -> str:
    """The other half, which may be known. Raises ValueError."""
    return bech32.written(_RECIPIENT, read_secret(secret).public_key().public_bytes_raw())


def read_recipient(text: str) -> X25519PublicKey:
    """Raises ValueError."""
    return X25519PublicKey.from_public_bytes(bech32.read(text.strip(), _RECIPIENT))


def read_secret(text: str) -> X25519PrivateKey:
    """Of a file as age-keygen writes it: lines that begin with # are words. Raises ValueError."""
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]
    if len(lines) != 1:
        raise ValueError("not one key")
    return X25519PrivateKey.from_private_bytes(bech32.read(lines[0], _SECRET))


if __name__ == "__main__":
    made = new()
    print(f"# public key: {recipient_of(made)}\n{made}")
