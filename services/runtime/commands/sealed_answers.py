"""An answer goes sealed with the key that its question brought (AES-256-GCM, NIST SP 800-38D).

What a program asks only the asked one hears; what comes to the program's inbox, whoever has its seed hears too. They
read nothing of it: no note that is just opened, no proof of who is just signing in. Nor do they put anything in its
place: each question has a key of its own, by which no answer to another opens, a refusal as little as any.
"""

import os
from collections.abc import Mapping

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from services.runtime.commands.refusal import AWAY_HEADER, FAULT_HEADER, REFUSAL_HEADER
from services.runtime.proofs.links import decoded, encoded

KEY_HEADER = "Luotsi-Answer-Key"
SEALED_HEADER = "Luotsi-Sealed"
_KEY_BITS = 256
_NONCE_BYTES = 12
BOUND = (REFUSAL_HEADER, FAULT_HEADER, AWAY_HEADER)
"""What an answer says in its headers."""


class Unsealed(Exception):
    """What came is not sealed with our key, or was changed on its way."""


class AnswerKey:
    """Of one question; no two have the same, and nobody keeps it."""

    def __init__(self) -> None:
        key = AESGCM.generate_key(_KEY_BITS)
        self._cipher = AESGCM(key)
        self.text = encoded(key)
        self.headers = {KEY_HEADER: self.text}
        """To be sent along with the question."""

    def sent(self, subject: str, body: bytes, proven: Mapping[str, str]) -> tuple[bytes, dict[str, str]]:
        """Body and headers as they go over the wire."""
        return body, self.headers | dict(proven)

    def read(self, subject: str, body: bytes, headers: Mapping[str, str]) -> bytes:
        """Raises Unsealed."""
        if SEALED_HEADER not in headers:
            raise Unsealed
        try:
            return self._cipher.decrypt(body[:_NONCE_BYTES], body[_NONCE_BYTES:], _of(subject, headers))
        except (InvalidTag, ValueError):
            raise Unsealed from None


def sealed(
    subject: str, body: bytes, headers: dict[str, str], asked_with: dict[str, str]
) -> tuple[bytes, dict[str, str]]:
    """Body and headers of the answer to a question with such headers, which came over the subject. As they are, where
    it brought no key: the operator's question about health. What is no key gets a fault.
    """
    if KEY_HEADER not in asked_with:
        return body, headers
    try:
        cipher = AESGCM(decoded(asked_with[KEY_HEADER]))
    except ValueError:
        return b"{}", {FAULT_HEADER: Unsealed.__name__}
    nonce = os.urandom(_NONCE_BYTES)
    return nonce + cipher.encrypt(nonce, body, _of(subject, headers)), headers | {SEALED_HEADER: "1"}


def _of(subject: str, headers: Mapping[str, str]) -> bytes:
    return "\n".join((subject, *(headers.get(name, "") for name in BOUND))).encode()
