"""Who is signed in, as directory has proved it: a text with its signature, which a door keeps and sends along.

directory alone has the keys (Ed25519, RFC 8032). Who checks a proof has their public halves as a file of its own, made
where the keys are made: nobody tells them over the broker, where who has directory's seed could tell others. Only who
has signed out is asked.
"""

import hashlib
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from time import monotonic
from typing import Any, Literal, Protocol, Self
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from services.messages.directory import ProofKeys as Told
from services.messages.directory import ShowProofKeys, ShowRelations
from services.messages.envelope import Command
from services.messages.values import Viewer
from services.runtime.clock import SystemClock
from services.runtime.proofs import standings
from services.runtime.proofs.links import decoded, encoded
from services.runtime.storage.key_rings import KeyRing

Door = Literal["portal", "console"]
ProvenBy = Literal["code", "half", "passkey", "oidc", "feed"]
"""half: by a code of somebody who has a passkey for that door, and has still to use it."""
KEYS_FILE, PUBLIC_FILE = "proofs.json", "proofs.pub"
KEY_FOLLOWS = "~"
"""After a proof's text, where a door keeps it: the key with which what it sends for its owner is signed."""
_LONGEST = 2000
_LEARNT_AGAIN_AFTER_S = 60.0
"""A proof whose owner has signed out is good for no longer than this."""
_CODES_ARE_ASKED_ABOUT_AGAIN_AFTER_S = 1.0
"""Who takes away their last passkey comes in by a code at once: that codes are ended is no longer so then."""
_MOST_REMEMBERED = 2000
"""Proofs that were found good: a page asks a dozen questions."""


class NotProved(Exception):
    """No proof of directory's, or over. Quotes nothing of it, so it may be logged."""


@dataclass(frozen=True)
class Proof:
    """door: at which they signed in, and alone are who they are. by: how. until: by the machine's clock.
    key: the public half of the one that signs what they send.
    """

    person_id: UUID
    door: Door
    by: ProvenBy
    until: datetime
    key: str = ""

    @cached_property
    def public_key(self) -> Ed25519PublicKey:
        """Raises ValueError."""
        return Ed25519PublicKey.from_public_bytes(decoded(self.key))


@dataclass(frozen=True)
class ProofKeys:
    """current: the id of the key that signs. keys: id -> key. Only directory has them."""

    current: str
    keys: Mapping[str, Ed25519PrivateKey]

    @classmethod
    def read(cls, folder: Path | None) -> Self:
        """From the installation's folder of keys. Raises LookupError when there is none."""
        ring = KeyRing.read(folder, KEYS_FILE)
        made = {key_id: Ed25519PrivateKey.from_private_bytes(key) for key_id, key in ring.as_bytes().items()}
        return cls(ring.current, made)

    def public(self) -> dict[str, str]:
        return {key_id: encoded(key.public_key().public_bytes_raw()) for key_id, key in self.keys.items()}

    def sign(self, proof: Proof) -> str:
        """`<key id>.<facts>.<signature>`, of letters that a header may hold; then the key that was made for it."""
        key = Ed25519PrivateKey.generate()
        told = {
            "person": str(proof.person_id),
            "door": proof.door,
            "by": proof.by,
            "until": int(proof.until.timestamp()),
            "key": encoded(key.public_key().public_bytes_raw()),
        }
        body = f"{self.current}.{encoded(json.dumps(told, separators=(',', ':')).encode())}"
        signature = encoded(self.keys[self.current].sign(body.encode()))
        return f"{body}.{signature}{KEY_FOLLOWS}{encoded(key.private_bytes_raw())}"


def public_keys(folder: Path | None) -> dict[str, str]:
    """Id -> public half, as this program was given them. Without a folder nobody is believed."""
    known: dict[str, str] = json.loads((folder / PUBLIC_FILE).read_text()) if folder else {}
    return known


def name_of(text: str) -> str:
    """Of a proof, with its key or without: to speak of it without showing it."""
    return hashlib.sha256(text.partition(KEY_FOLLOWS)[0].encode()).hexdigest()[:32]


def name_of_codes(person_id: UUID, door: Door) -> str:
    """Of all proofs of that person by a code, which end at once when they make a passkey for that door. No proof's name
    looks so: nobody ends these by ending proofs.
    """
    return f"codes {door} {person_id}"


def read(public: Mapping[str, str], text: str, now: datetime) -> Proof:
    """public: id -> key. Raises NotProved."""
    key_id, body, signature = _parts(text)
    if key_id not in public:
        raise NotProved
    try:
        key = Ed25519PublicKey.from_public_bytes(decoded(public[key_id]))
        key.verify(decoded(signature), f"{key_id}.{body}".encode())
    except (InvalidSignature, ValueError):
        raise NotProved from None
    told = json.loads(decoded(body))
    until = datetime.fromtimestamp(told["until"], UTC)
    if now >= until:
        raise NotProved
    return Proof(UUID(told["person"]), told["door"], told["by"], until, told.get("key", ""))


class Prover(Protocol):
    is_local: bool
    """On one machine a code is enough for who has no passkey."""

    async def read(self, text: str) -> Proof:
        """Raises NotProved."""

    async def holds(self, viewer: Viewer, signed: str) -> bool:
        """Whether this person has that role, there. signed: what they have sent, because of which it is asked."""

    async def check_link(self, token: str, message: Command[Any]) -> None:
        """Whether a mailed link proves who asks or orders this. Raises NotProved."""


class NoLinks:
    """Of a service to whose papers no link leads."""

    async def check_link(self, token: str, message: Command[Any]) -> None:
        raise NotProved


class KnownKeys(NoLinks):
    """The public halves as its own file has them; what is over before its time, as directory told it last."""

    def __init__(
        self,
        public: Mapping[str, str],
        ask: Callable[..., Awaitable[Any]],
        *,
        is_local: bool = False,
    ) -> None:
        """public: id -> key. ask: directory, or what it does itself. is_local: as `Prover`."""
        self.is_local = is_local
        self._ask = ask
        self._public = public
        self._ended: frozenset[str] = frozenset()
        self._asked_at: float | None = None
        self._read: dict[str, Proof] = {}
        self._held: dict[UUID, tuple[float, frozenset[str]]] = {}

    async def read(self, text: str) -> Proof:
        """text: with its key or without. Raises NotProved; Unavailable where directory has to be asked and is away."""
        text = text.partition(KEY_FOLLOWS)[0]
        key_id, _body, _signature = _parts(text)
        if key_id not in self._public:
            raise NotProved
        await self._learn(_LEARNT_AGAIN_AFTER_S)
        if self._ended and name_of(text) in self._ended:
            raise NotProved
        now = SystemClock().now()
        if text not in self._read or now >= self._read[text].until:
            proof = read(self._public, text, now)
            if len(self._read) >= _MOST_REMEMBERED:
                self._read.clear()
            self._read[text] = proof
        proof = self._read[text]
        if self._is_ended_code(proof):
            await self._learn(_CODES_ARE_ASKED_ABOUT_AGAIN_AFTER_S)
            if self._is_ended_code(proof):
                raise NotProved
        return proof

    async def _learn(self, after_s: float) -> None:
        """What is over before its time, where it was learnt longer ago. Raises Unavailable."""
        if self._asked_at is None or monotonic() - self._asked_at > after_s:
            told: Told = await self._ask(ShowProofKeys())
            self._ended = frozenset((*told.ended, *told.ended_codes))
            self._asked_at = monotonic()

    def _is_ended_code(self, proof: Proof) -> bool:
        return proof.by == "code" and name_of_codes(proof.person_id, proof.door) in self._ended

    async def holds(self, viewer: Viewer, signed: str = "") -> bool:
        """As directory says, or has said within a minute. Raises Unavailable."""
        wanted, now = standings.named(viewer), monotonic()
        asked_at, known = self._held.get(viewer.person_id, (now, frozenset[str]()))
        if wanted and (wanted not in known or now - asked_at > _LEARNT_AGAIN_AFTER_S):
            query = ShowRelations(person_id=viewer.person_id, asked_by=viewer.person_id)
            known = standings.held(await self._ask(query, proof=signed))
            if len(self._held) >= _MOST_REMEMBERED:
                self._held.clear()
            self._held[viewer.person_id] = now, known
        return wanted is None or wanted in known


def _parts(text: str) -> tuple[str, str, str]:
    parts = text.split(".")
    if len(text) > _LONGEST or len(parts) != 3 or not text.isascii():
        raise NotProved
    return parts[0], parts[1], parts[2]
