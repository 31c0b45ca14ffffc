"""What came from a door in somebody's name is believed by the proof that directory gave when they signed in.

Which field of a message names that person, its class says (`services/messages/envelope.py:named_in`).
"""

from contextvars import ContextVar
from typing import Any

from services.messages.envelope import Command, named_in
from services.runtime.commands.refusal import NOT_PROVED, Refusal
from services.runtime.commands.viewing import PORTAL, door_of
from services.runtime.proofs.people import NotProved, Proof, Prover

_FEEDS = {"contracts.list_places", "intake.list_inquiries", "sessions.list_my_sessions"}
"""Also of a calendar feed, whose own secret address lets in (services/web/feed), and of who reads the access log."""
WITHOUT_PROOF: dict[str, frozenset[str]] = {
    "portal": frozenset(_FEEDS),
    "console": frozenset(_FEEDS | {"billing.run_billing"}),
}
"""Of each door. A month that finance has ordered is gone on with by the console itself, part by part."""
LINK = "link "
"""Before a mailed link, which stands in a proof's place at the portal (services/runtime/proofs/by_link.py)."""
_IN_HAND: ContextVar[Proof | None] = ContextVar("proof_in_hand", default=None)


def proof_in_hand() -> Proof | None:
    """Of who gave the order in hand; none where it came from a service, or names nobody who has to prove it."""
    return _IN_HAND.get()


async def check_proof(message: Command[Any], way: str, text: str, prover: Prover) -> None:
    """Refuses: not_proved, where a door names somebody without a proof of that person, at that door and now, and
    without a link of theirs for this.
    """
    _IN_HAND.set(None)
    door, who, field = door_of(way), message.is_from(), named_in(type(message))
    if door is None or who is None or _asked(way) in WITHOUT_PROOF[door]:
        return
    try:
        if door == PORTAL and text.startswith(LINK):
            return await prover.check_link(text.removeprefix(LINK), message)
        proof = await prover.read(text)
    except NotProved:
        raise Refusal(NOT_PROVED, field) from None
    if (proof.person_id, proof.door) != (who, door):
        raise Refusal(NOT_PROVED, field)
    _IN_HAND.set(proof)


def _asked(way: str) -> str:
    """Service and command."""
    return ".".join(way.split(".")[-2:])
