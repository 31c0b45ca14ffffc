"""Whose sign-in is over, their proof is too: directory is told, and within a minute everybody who checks one."""

from collections.abc import Sequence

from services.messages.directory import EndProofs
from services.runtime.commands.asking import Asker
from services.runtime.commands.refusal import Fault
from services.runtime.logs import log

_AT_ONCE = 500


async def end(ask: Asker, proofs: Sequence[str]) -> None:
    """Nobody is kept in because directory is away: the browser has lost the proof, and its time ends it elsewhere."""
    for begin in range(0, len(proofs), _AT_ONCE):
        try:
            await ask(EndProofs(proofs=list(proofs[begin : begin + _AT_ONCE])))
        except Fault as fault:
            log.warning("proofs_not_ended", error_type=type(fault).__name__)
