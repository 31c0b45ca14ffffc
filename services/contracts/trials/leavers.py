"""A member leaves during a trial, of their own will: nobody asks them any more, and the contract does not name them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from services.contracts.papers import versions
from services.contracts.tables import Contract, Trial
from services.contracts.trials import decisions, opening
from services.messages.sessions import RepresentativeNamed
from services.runtime.commands.refusal import Refusal


async def follow_leaver(db: AsyncSession, process_id: UUID, person_id: UUID, at: datetime) -> bool:
    """Whether the process has no contract yet that somebody was asked to sign. Who stays alone speaks
    for themselves, and several name somebody; the last one's leaving is their no.

    Refuses: unknown_process.
    """
    trial, contract = await opening.look_up(db, process_id), await versions.look_up(db, process_id)
    if contract and (contract.status != "draft" or contract.renews or trial is None):
        return False
    if trial is None:
        raise Refusal("unknown_process", "process_id")
    _leave_out(trial, person_id)
    if contract:
        _leave_out(contract, person_id)
    await db.flush()
    if not trial.supervisee_ids and not trial.outcome:
        await decisions.decide(db, trial, "no_go", at)
    return True


async def follow_naming(db: AsyncSession, event: RepresentativeNamed) -> bool:
    """Whether it is of a trial alone."""
    trial = await opening.look_up(db, event.process_id)
    if trial is None or await versions.look_up(db, event.process_id, lock=False):
        return False
    if event.representative_id in trial.supervisee_ids:
        trial.representative_id = event.representative_id
        await db.flush()
    return True


def _leave_out(named: Trial | Contract, person_id: UUID) -> None:
    staying: list[Any] = [one for one in named.supervisee_ids if one != person_id]
    named.supervisee_ids = staying
    if named.representative_id == person_id and len(staying) == 1:
        named.representative_id = staying[0]
