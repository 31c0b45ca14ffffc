"""Confidential texts at rest: each process has a data key, itself wrapped by the installation's key of keys.

AES-256-GCM for both. Deleting the wrapped key makes every note of its process unreadable for good.
"""

import os
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Mapping
from typing import TypedDict

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
NONCE_BYTES = 12  # NIST SP 800-38D, 8.2.2: a random nonce of 96 bits, safe for 2**32 texts of one key
PURPOSE = b"luotsi process key "


class KeyOfKeys(TypedDict):
    """current: the id of the key for new process keys. keys: id -> 32 bytes in base64, retired ones too."""

    current: str
    keys: Mapping[str, str]


class Unreadable(Exception):
    """The text or its key is altered, lost, or another process's or author's; which is not said."""


def new_process_key(master: KeyOfKeys) -> str:
    """A fresh data key for one process, wrapped, as text to be stored: `<id of the key of keys>.<base64>`."""
    key_id = master["current"]
    data_key = AESGCM.generate_key(KEY_BYTES * 8)
    sealed = _encrypt(_key_of_keys(master, key_id), data_key, PURPOSE + key_id.encode())
    return f"{key_id}.{b64encode(sealed).decode()}"


def seal(master: KeyOfKeys, wrapped: str, plaintext: str, associated: bytes) -> bytes:
    """The text, encrypted with its process's key: nonce, then ciphertext and tag.

    associated: whose text it is (the ids of process, session and author); not stored in it, and needed to
    open it.
    Refuses: Unreadable, when the process's key is lost or altered.
    """
    return _encrypt(_unwrap(master, wrapped), plaintext.encode(), associated)


def open_sealed(master: KeyOfKeys, wrapped: str, sealed: bytes, associated: bytes) -> str:
    """The text that `seal` was given with the same associated data.

    Refuses: Unreadable, when text, key or associated data are not the ones it was sealed with.
    """
    return _decrypt(_unwrap(master, wrapped), sealed, associated).decode()


def _unwrap(master: KeyOfKeys, wrapped: str) -> bytes:
    key_id, _, encoded = wrapped.rpartition(".")
    try:
        sealed = b64decode(encoded, validate=True)
    except (NotBase64, ValueError):
        raise Unreadable from None
    return _decrypt(_key_of_keys(master, key_id), sealed, PURPOSE + key_id.encode())


def _key_of_keys(master: KeyOfKeys, key_id: str) -> bytes:
    if key_id not in master["keys"]:
        raise Unreadable
    key = b64decode(master["keys"][key_id], validate=True)
    if len(key) != KEY_BYTES:
        raise ValueError("key_of_keys_is_not_32_bytes")
    return key


def _encrypt(key: bytes, plaintext: bytes, associated: bytes) -> bytes:
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plaintext, associated)


def _decrypt(key: bytes, sealed: bytes, associated: bytes) -> bytes:
    try:
        return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], associated)
    except (InvalidTag, ValueError):  # ValueError: shorter than nonce and tag together
        raise Unreadable from None
