"""What came from a door in somebody's name is believed by the proof that directory gave when they signed in.

Which field of a message names that person, its class says (`services/messages/envelope.py:Command.proved`).
"""

from contextvars import ContextVar
from typing import Any

from services.messages.envelope import Command
from services.runtime.commands.refusal import NOT_PROVED, Refusal
from services.runtime.commands.viewing import door_of
from services.runtime.proofs import NotProved, Proof, Prover

_IN_HAND: ContextVar[Proof | None] = ContextVar("proof_in_hand", default=None)


def proof_in_hand() -> Proof | None:
    """Of who gave the order in hand; none where it came from a service, or names nobody who has to prove it."""
    return _IN_HAND.get()


async def check_proof(message: Command[Any], way: str, text: str, prover: Prover) -> None:
    """Refuses: not_proved, where a door names somebody without a proof of that person, at that door and now."""
    _IN_HAND.set(None)
    door, who = door_of(way), message.who_has_to_prove_it()
    if door is None or who is None:
        return
    try:
        proof = await prover.read(text)
    except NotProved:
        raise Refusal(NOT_PROVED, type(message).proved) from None
    if (proof.person_id, proof.door) != (who, door):
        raise Refusal(NOT_PROVED, type(message).proved)
    _IN_HAND.set(proof)
