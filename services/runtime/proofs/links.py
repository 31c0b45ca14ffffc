"""Links that prove something by themselves: facts, a last moment, and an HMAC-SHA256 over both (RFC 2104).

Whoever holds the link can read its facts, so nothing confidential goes in; only the installation can make one.
"""

import hashlib
import hmac
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from services.runtime.storage.key_rings import KeyRing

SIGNING = "signing"
"""The purpose of a link by which one person signs one version: facts process_id, version, party, person_id, sent_to."""

CONFIRMING = "confirming"
"""The purpose of a link by which one person confirms what was typed for them: facts process_id, person_id,
sent_to."""
ENTERING = "entering"
"""The purpose of a link by which a coordinator types for somebody: facts person_id (the coordinator), process_id."""
JOINING = "joining"
"""The purpose of a link by which a member answers who is to join: facts process_id, newcomer_id, from_day,
person_id, sent_to."""

TRYING = "trying"
"""The purpose of a link by which somebody says yes or no to a trial: facts process_id, revision, person_id, sent_to."""

KEYS_FILE = "links.json"
_LONGEST = 2000


class BrokenLink(Exception):
    """Not ours, for another purpose, or not as we made it. Quotes nothing of the link, so it may be logged."""


class ExpiredLink(Exception):
    """It was ours, and its time is over. facts: what was sealed, good for nothing but saying what became of it."""

    def __init__(self, facts: Mapping[str, str]) -> None:
        super().__init__("expired_link")
        self.facts = dict(facts)


@dataclass(frozen=True)
class LinkKeys:
    """current: the id of the key for new links. keys: id -> key; an old one stays while its links are valid."""

    current: str
    keys: Mapping[str, bytes]

    @classmethod
    def read(cls, folder: Path | None) -> Self:
        """From the installation's folder of keys. Raises LookupError when there is none."""
        ring = KeyRing.read(folder, KEYS_FILE)
        return cls(ring.current, ring.as_bytes())


def mark_of(address: str) -> str:
    """For sent_to: of the mail address that a link went to, which need not stand in it. In any case of letters."""
    return encoded(hashlib.sha256(address.lower().encode()).digest()[:12])


def seal(keys: LinkKeys, purpose: str, facts: Mapping[str, str], expires_at: datetime) -> str:
    """`<key id>.<facts>.<mac>`, of letters that need no quoting in a URL; the same for the same facts.

    expires_at: aware; kept in whole seconds, by the platform's clock. purpose: what the link is good for.
    """
    told = {"expires_at": int(expires_at.timestamp()), "facts": dict(facts)}
    body = encoded(json.dumps(told, sort_keys=True, separators=(",", ":")).encode())
    mac = _mac(keys.keys[keys.current], purpose, keys.current, body)
    return f"{keys.current}.{body}.{encoded(mac)}"


def open_link(keys: LinkKeys, purpose: str, token: str, now: datetime) -> dict[str, str]:
    """The facts that were sealed. Raises BrokenLink, ExpiredLink."""
    key_id, body, mac = _parts(token)
    key = keys.keys.get(key_id)
    if key is None or not hmac.compare_digest(encoded(_mac(key, purpose, key_id, body)), mac):
        raise BrokenLink("broken_link")
    told = json.loads(decoded(body))
    facts: dict[str, str] = told["facts"]
    if now >= datetime.fromtimestamp(told["expires_at"], UTC):
        raise ExpiredLink(facts)
    return facts


def _parts(token: str) -> tuple[str, str, str]:
    parts = token.split(".")
    if len(token) > _LONGEST or len(parts) != 3 or not token.isascii():
        raise BrokenLink("broken_link")
    return parts[0], parts[1], parts[2]


def _mac(key: bytes, purpose: str, key_id: str, body: str) -> bytes:
    """The lengths stand before the parts, so that no two triples are one text."""
    signed = "".join(f"{len(part)}:{part}" for part in (purpose, key_id, body))
    return hmac.digest(key, signed.encode(), hashlib.sha256)


def encoded(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode().rstrip("=")


def decoded(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
