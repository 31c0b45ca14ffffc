"""What came from a door in somebody's name is believed by the proof that directory gave when they signed in.

Which field of a message names that person, its class says (`services/messages/envelope.py:named_in`).
"""

from contextvars import ContextVar
from typing import Any

from services.messages.envelope import Command, named_in
from services.runtime.commands.refusal import NOT_PROVED, Refusal
from services.runtime.commands.viewing import CONSOLE, PORTAL, door_of
from services.runtime.proofs.people import NotProved, Proof, Prover

FOR_FEEDS = frozenset({"contracts.list_places", "intake.list_inquiries", "sessions.list_my_sessions"})
"""All that the proof of a calendar feed is good for (services/directory/proving/feeds.py)."""
AT_EITHER_DOOR = frozenset({"intake.list_inquiries"})
"""Passed on by the other door, whose access log somebody reads (services/web/access_log/reading.py)."""
BY_NOBODY = frozenset({"intake.submit_inquiry", "billing.run_billing", "notices.mail_sign_in_code"})
"""Orders that may name nobody at a door: a stranger asks, a month that finance has ordered is gone on with, and the
first administrator is mailed a code.
"""
TOWARDS_A_PASSKEY = frozenset({"directory.accept_person", "directory.keep_passkey"})
"""What a code alone proves somebody for at the console, elsewhere than on one machine: who comes in there makes a
passkey first. For a code of who has one, directory gives a proof by half, good for as little at either door.
"""
LINK = "link "
"""Before a mailed link, which stands in a proof's place at the portal (services/runtime/proofs/by_link.py)."""
_IN_HAND: ContextVar[tuple[str, Proof] | None] = ContextVar("proof_in_hand", default=None)


def proof_in_hand() -> Proof | None:
    """Of who gave the order in hand; none where it came from a service, or names nobody who has to prove it."""
    found = _IN_HAND.get()
    return found[1] if found else None


def proof_to_pass_on() -> str:
    """The same, for what is asked of others in that person's name."""
    found = _IN_HAND.get()
    return found[0] if found else ""


async def check_proof(message: Command[Any], way: str, text: str, prover: Prover) -> None:
    """Refuses: not_proved, where a door names somebody without a proof of that person, at that door and now, and
    without a link of theirs for this; and where it leaves out who orders it.
    """
    _IN_HAND.set(None)
    door, who, field = door_of(way), message.is_from(), named_in(type(message))
    if door is None or field is None or (who is None and _asked(way) in BY_NOBODY):
        return
    try:
        if door == PORTAL and text.startswith(LINK):
            return await prover.check_link(text.removeprefix(LINK), message)
        proof = await prover.read(text)
    except NotProved:
        raise Refusal(NOT_PROVED, field) from None
    is_here = proof.door == door or _asked(way) in AT_EITHER_DOOR
    is_for_this = _proves_for(proof, _asked(way), prover.is_local)
    if proof.person_id != who or not (is_here and is_for_this):
        raise Refusal(NOT_PROVED, field)
    _IN_HAND.set((text, proof))


def _proves_for(proof: Proof, asked: str, is_local: bool) -> bool:
    if proof.by == "feed":
        return asked in FOR_FEEDS
    needs_more = proof.by == "half" or (proof.by == "code" and proof.door == CONSOLE and not is_local)
    return asked in TOWARDS_A_PASSKEY or not needs_more


def _asked(way: str) -> str:
    """Service and command."""
    return ".".join(way.split(".")[-2:])
