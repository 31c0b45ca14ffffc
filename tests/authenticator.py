"""A person's device with a passkey, in software: it answers what a browser would send (WebAuthn level 3, §6)."""

import hashlib
import json
import os
from base64 import urlsafe_b64encode
from typing import Any

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

_PRESENT_AND_VERIFIED = 0b0000_0101
_HOLDS_A_KEY = 0b0100_0000


class Authenticator:
    """origin: what the browser says of the page. is_verified: whether the device asks for a finger or a PIN."""

    def __init__(self, origin: str, *, is_verified: bool = True, counts: bool = True) -> None:
        self.origin = origin
        self.counter = 0
        self._counts = counts
        self._flags = _PRESENT_AND_VERIFIED if is_verified else 0b0000_0001
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._id = os.urandom(32)

    def make(self, options: dict[str, Any]) -> dict[str, Any]:
        """The answer to a registration's options."""
        host = options["rp"]["id"]
        client = self._client_data("webauthn.create", options["challenge"])
        holds = bytes(16) + len(self._id).to_bytes(2, "big") + self._id + cbor2.dumps(self._public_key())
        data = self._data(host, self._flags | _HOLDS_A_KEY) + holds
        attested = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        return self._answer(clientDataJSON=_text(client), attestationObject=_text(attested))

    def use(self, options: dict[str, Any]) -> dict[str, Any]:
        """The answer to a sign-in's options."""
        self.counter += self._counts
        client = self._client_data("webauthn.get", options["challenge"])
        data = self._data(options["rpId"], self._flags)
        signature = self._key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        return self._answer(
            clientDataJSON=_text(client), authenticatorData=_text(data), signature=_text(signature)
        )

    def _answer(self, **response: str) -> dict[str, Any]:
        own = _text(self._id)
        return {"id": own, "rawId": own, "type": "public-key", "response": response}

    def _client_data(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin}).encode()

    def _data(self, host: str, flags: int) -> bytes:
        return hashlib.sha256(host.encode()).digest() + bytes([flags]) + self.counter.to_bytes(4, "big")

    def _public_key(self) -> dict[int, Any]:
        """COSE: an elliptic curve key (1: 2) for ES256 (3: -7) on P-256 (-1: 1)."""
        point = self._key.public_key().public_numbers()
        return {1: 2, 3: -7, -1: 1, -2: point.x.to_bytes(32, "big"), -3: point.y.to_bytes(32, "big")}


def _text(value: bytes) -> str:
    return urlsafe_b64encode(value).rstrip(b"=").decode()
