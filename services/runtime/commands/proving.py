"""What came from a door in somebody's name is believed by the proof that directory gave when they signed in.

Which field of a message names that person, its class says (`services/messages/envelope.py:named_in`).
"""

from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from services.messages.envelope import Asked, Command, named_in
from services.runtime.clock import SystemClock
from services.runtime.commands.refusal import NOT_PROVED, PROOF_HEADER, Refusal
from services.runtime.commands.sealed_answers import KEY_HEADER
from services.runtime.commands.viewing import CONSOLE, PORTAL, door_of
from services.runtime.proofs import signing
from services.runtime.proofs.people import NotProved, Proof, Prover
from services.runtime.proofs.signing import Signed

FOR_FEEDS = frozenset({"contracts.list_places", "intake.list_inquiries", "sessions.list_my_sessions"})
"""All that the proof of a calendar feed is good for (services/directory/proving/feeds.py)."""
PASSED_ON = frozenset({"intake.list_inquiries"})
"""Asked by a door of which somebody asks this, at it or at the other one: who reads an access log has reached what
(services/web/access_log/reading.py).
"""
ROLES = frozenset({"directory.show_relations", "directory.show_permission"})
"""Asked by a door of which somebody asks anything: whether they have that role (services/runtime/proofs/people.py), and
may do it (services/runtime/permitted.py).
"""
FOR_WHICH_IS_ASKED = frozenset(
    f"{door}.{asked}" for door in (PORTAL, CONSOLE) for asked in ("list_access", "list_openings")
)
BY_NOBODY = frozenset(
    {
        *("intake.submit_inquiry", "billing.run_billing", "notices.mail_sign_in_code"),
        "directory.show_picture",
    }
)
"""What may name nobody at a door: a stranger asks, a month that finance has ordered is gone on with, the first
administrator is mailed a code, and everybody sees the logo (services/directory/pictures/keeping.py).
"""
TOWARDS_A_PASSKEY = frozenset({"directory.accept_person", "directory.keep_passkey"})
"""What a code alone proves somebody for at the console, elsewhere than on one machine: who comes in there makes a
passkey first. For a code of who has one, directory gives a proof by half, good for as little at either door.
"""
OF_ONESELF = frozenset(
    {
        *("directory.show_person", "directory.show_relations", "directory.list_passkeys"),
        "contracts.is_member",
    }
)
"""What any proof is good for of its own person: a door asks it before it knows whether it is enough."""
BY_LINK_ALONE = frozenset({"intake.show_typed_inquiry"})
"""Whoever is signed in asks for it as a viewer."""
LINK = "link "
"""Before a mailed link, which stands in a proof's place at the portal (services/runtime/proofs/by_link.py)."""
_IN_HAND: ContextVar[tuple[Signed, Proof] | None] = ContextVar("proof_in_hand", default=None)


@dataclass(frozen=True)
class Sent:
    """A message as it came over the wire. way: its subject."""

    way: str
    body: bytes
    headers: Mapping[str, str]


def proof_in_hand() -> Proof | None:
    """Of who gave the order in hand; none where it came from a service, or names nobody who has to prove it."""
    found = _IN_HAND.get()
    return found[1] if found else None


def proof_to_pass_on() -> str:
    """What they have signed, for what is asked of others in that person's name because of it."""
    found = _IN_HAND.get()
    return found[0].to_pass_on() if found else ""


async def check_proof(message: Command[Any], sent: Sent, prover: Prover) -> None:
    """Refuses: not_proved, where a door names somebody without a proof of that person, at that door and now, by which
    this very message is signed, in a role that they have, and without a link of theirs for this; and where it leaves
    out who orders it.
    """
    _IN_HAND.set(None)
    way, text = sent.way, sent.headers.get(PROOF_HEADER, "")
    door, who, field = door_of(way), message.is_from(), named_in(type(message))
    if door is None or field is None or (who is None and _asked(way) in BY_NOBODY):
        return
    try:
        if door == PORTAL and text.startswith(LINK):
            return await prover.check_link(text.removeprefix(LINK), message)
        signed = signing.read(text, way, sent.body, sent.headers.get(KEY_HEADER, ""))
        proof = await prover.read(signed.proof)
        signing.check(signed, proof, SystemClock().now())
    except NotProved:
        raise Refusal(NOT_PROVED, field) from None
    is_here = proof.door == door_of(signed.way) and _is_about(signed, way)
    is_own = getattr(message, "person_id", None) == who
    is_for_this = _proves_for(proof, _asked(way), prover.is_local, is_own=is_own)
    if proof.person_id != who or not (is_here and is_for_this) or not (is_own or _of_others(message, door)):
        raise Refusal(NOT_PROVED, field)
    viewer = getattr(message, "viewer", None)
    if viewer is not None and not await prover.holds(viewer, signed.to_pass_on()):
        raise Refusal(NOT_PROVED, field)
    _IN_HAND.set((signed, proof))


def _of_others(message: Command[Any], door: str) -> bool:
    """Whether it may be asked there of somebody else."""
    return not (isinstance(message, Asked) and door in message.own_at)


def _is_about(signed: Signed, way: str) -> bool:
    """Whether they have sent this; or something else, because of which it is asked."""
    if not signed.is_passed_on:
        return signed.way == way
    if _asked(way) in ROLES:
        return _asked(signed.way).split(".")[0] in (PORTAL, CONSOLE)
    return _asked(way) in PASSED_ON and _asked(signed.way) in FOR_WHICH_IS_ASKED


def _proves_for(proof: Proof, asked: str, is_local: bool, *, is_own: bool) -> bool:
    if is_own and asked in OF_ONESELF:
        return True
    if proof.by == "feed" or asked in BY_LINK_ALONE:
        return asked in FOR_FEEDS
    needs_more = proof.by == "half" or (proof.by == "code" and proof.door == CONSOLE and not is_local)
    return asked in TOWARDS_A_PASSKEY or not needs_more


def _asked(way: str) -> str:
    """Service and command."""
    return ".".join(way.split(".")[-2:])
