"""A question goes sealed for the service that is asked, and its answer for who asked.

Each service has a key of its own (X25519, RFC 7748), whose public half every program has as a file, made where the keys
are made. With a service's seed of the broker and without its key one reads nothing of what it is asked, nor answers.
"""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Any, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from services.runtime.commands.refusal import PROOF_HEADER
from services.runtime.commands.sealed_answers import BOUND, KEY_HEADER, SEALED_HEADER, Unsealed, sealed
from services.runtime.proofs.links import decoded, encoded
from services.runtime.storage.key_rings import KeyRing

PUBLIC_FILE = "asked.pub"
FOR_HEADER = "Luotsi-Sealed-For"
"""The id of the service's key, a full stop, and the asker's public half."""
_NONCE_BYTES = 12
_RENEWED_AFTER_S = 3600.0
_MOST_REMEMBERED = 500
_PROGRAM = {"process": "workflows"}
"""Who answers what is called otherwise."""


@dataclass(frozen=True)
class Line:
    """Between one asker and one service. told: of the header, by which the service knows it."""

    told: str
    cipher: AESGCM

    def put(self, what: bytes, subject: str, text: bytes) -> bytes:
        nonce = os.urandom(_NONCE_BYTES)
        return nonce + self.cipher.encrypt(nonce, text, b"\n".join((what, subject.encode())))

    def take(self, what: bytes, subject: str, put: bytes) -> bytes:
        """Raises Unsealed."""
        try:
            about = b"\n".join((what, subject.encode()))
            return self.cipher.decrypt(put[:_NONCE_BYTES], put[_NONCE_BYTES:], about)
        except (InvalidTag, ValueError):
            raise Unsealed from None


class SealedQuestion:
    """One question over a line; its answer is bound to it, with all that it says in its headers."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self.text = line.told
        """What whoever asks signs with it."""
        self._nonce = b""

    def sent(self, subject: str, body: bytes, proven: Mapping[str, str]) -> tuple[bytes, dict[str, str]]:
        """Body and headers as they go over the wire."""
        put = self._line.put(b"question", subject, _inner(proven.get(PROOF_HEADER, ""), body))
        self._nonce = put[:_NONCE_BYTES]
        return put, {FOR_HEADER: self.text}

    def read(self, subject: str, body: bytes, headers: Mapping[str, str]) -> bytes:
        """Raises Unsealed."""
        if SEALED_HEADER not in headers:
            raise Unsealed
        return self._line.take(_answering(self._nonce, headers), subject, body)


class Questions:
    """Of one program that asks, with a pair of keys that it makes and renews."""

    def __init__(self, public: Mapping[str, Mapping[str, str]]) -> None:
        """public: service -> id and key."""
        self._public = public
        self._lines: dict[str, Line] = {}
        self._renewed_at = monotonic()

    @classmethod
    def read(cls, folder: Path | None) -> Self:
        """Without a folder nothing is sealed: of who runs the platform, and of tests."""
        return cls(json.loads((folder / PUBLIC_FILE).read_text()) if folder else {})

    def to(self, service: str) -> SealedQuestion | None:
        """None for a service that has no key."""
        if monotonic() - self._renewed_at > _RENEWED_AFTER_S:
            self._lines, self._renewed_at = {}, monotonic()
        name = _PROGRAM.get(service, service)
        if name not in self._lines:
            if name not in self._public:
                return None
            self._lines[name] = _line_to(self._public[name])
        return SealedQuestion(self._lines[name])


@dataclass(frozen=True)
class Question:
    """As it was put. headers: with its proof, and what is signed of how it is answered."""

    subject: str
    body: bytes
    headers: Mapping[str, str]
    line: Line | None = None
    nonce: bytes = b""

    def answered(self, body: bytes, headers: dict[str, str]) -> tuple[bytes, dict[str, str]]:
        """The answer, as it goes over the wire."""
        if self.line is None:
            return sealed(self.subject, body, headers, dict(self.headers))
        put = self.line.put(_answering(self.nonce, headers), self.subject, body)
        return put, headers | {SEALED_HEADER: "1"}


class Opening:
    """Of one service: its keys, and the lines that they have made."""

    def __init__(self, keys: Mapping[str, bytes]) -> None:
        """keys: id -> the private half."""
        self._keys = {name: X25519PrivateKey.from_private_bytes(key) for name, key in keys.items()}
        self._lines: dict[str, Line] = {}

    @classmethod
    def read(cls, folder: Path | None, service: str) -> Self:
        """Raises OSError where a service that others seal for has none."""
        if folder is None or service not in json.loads((folder / PUBLIC_FILE).read_text()):
            return cls({})
        return cls(KeyRing.read(folder, own_file(service)).as_bytes())

    def question(self, subject: str, body: bytes, headers: Mapping[str, str]) -> Question:
        """Raises Unsealed: for another key than ours, changed on its way, or with a proof that is no text."""
        told = headers.get(FOR_HEADER)
        if told is None:
            return Question(subject, body, headers)
        line = self._line(told)
        proof, _, said = line.take(b"question", subject, body).partition(b"\n")
        known = {name: value for name, value in headers.items() if name != PROOF_HEADER}
        try:
            known |= {PROOF_HEADER: proof.decode("ascii"), KEY_HEADER: told}
        except UnicodeDecodeError:
            raise Unsealed from None
        return Question(subject, said, known, line, body[:_NONCE_BYTES])

    def _line(self, told: str) -> Line:
        if told not in self._lines:
            name, _, theirs = told.partition(".")
            if name not in self._keys:
                raise Unsealed
            try:
                their_key = X25519PublicKey.from_public_bytes(decoded(theirs))
                secret = self._keys[name].exchange(their_key)
            except ValueError:
                raise Unsealed from None
            if len(self._lines) >= _MOST_REMEMBERED:
                self._lines.clear()
            self._lines[told] = Line(told, _cipher(secret, told))
        return self._lines[told]


def own_file(service: str) -> str:
    """Of the private half, which that service alone has."""
    return f"asked_{service}.key"


def public_of(ring: KeyRing) -> dict[str, str]:
    """What the others are told of a service's key."""
    key = X25519PrivateKey.from_private_bytes(ring.as_bytes()[ring.current])
    return {"id": ring.current, "key": encoded(key.public_key().public_bytes_raw())}


def _line_to(public: Mapping[str, str]) -> Line:
    own = X25519PrivateKey.generate()
    told = f"{public['id']}.{encoded(own.public_key().public_bytes_raw())}"
    secret = own.exchange(X25519PublicKey.from_public_bytes(decoded(public["key"])))
    return Line(told, _cipher(secret, told))


def _cipher(secret: bytes, told: str) -> AESGCM:
    return AESGCM(HKDF(SHA256(), 32, None, b"luotsi question " + told.encode()).derive(secret))


def _inner(proof: str, body: bytes) -> bytes:
    return proof.encode() + b"\n" + body


def _answering(nonce: bytes, headers: Mapping[str, Any]) -> bytes:
    return b"\n".join((b"answer", nonce.hex().encode(), *(headers.get(name, "").encode() for name in BOUND)))
