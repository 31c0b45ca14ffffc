"""A member leaves during a trial, of their own will: nobody asks them any more, and the contract does not name them."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from services.contracts.papers import versions
from services.contracts.tables import Contract, Trial, TrialConsent
from services.contracts.trials import decisions, opening
from services.messages.contracts import TrialShown
from services.messages.sessions import MemberLeft, RepresentativeNamed
from services.messages.values import Party, Role, Viewer
from services.runtime.commands.refusal import Refusal
from services.runtime.finland import local_date
from services.runtime.storage.database import execute


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


async def keep_day(db: AsyncSession, event: MemberLeft) -> None:
    """The last one of who has said yes to a trial; nothing of anybody else."""
    theirs = _yes_of(event.process_id, event.person_id)
    await execute(db, sa.update(TrialConsent).where(*theirs).values(left_on=event.left_on))


async def left_on(db: AsyncSession, trial: Trial, viewer: Viewer) -> date | None:
    """The viewer's last day, where they have left it."""
    if viewer.role is not Role.SUPERVISEE or viewer.person_id in trial.supervisee_ids:
        return None
    theirs = _yes_of(trial.process_id, viewer.person_id)
    day: date | None = (
        await execute(db, sa.select(sa.func.max(TrialConsent.left_on)).where(*theirs))
    ).scalar()
    return day


def up_to(full: TrialShown, last: date) -> TrialShown:
    """What they agreed to, and what became of it until then; the others are none of theirs any more."""
    told: dict[str, object] = {
        "starts_at": [at for at in full.starts_at if local_date(at) <= last],
        "called_off": [at for at in full.called_off if local_date(at) <= last],
        "parties": full.parties.model_copy(update={"supervisee_ids": []}),
        "decide_by": None,
        "lapses_at": None,
    }
    if full.decided_at and local_date(full.decided_at) > last:
        told |= {"status": "agreed", "outcome": None, "decided_at": None}
    return full.model_copy(update=told)


def _yes_of(process_id: UUID, person_id: UUID) -> list[sa.ColumnElement[bool]]:
    return [
        col(TrialConsent.process_id) == process_id,
        col(TrialConsent.person_id) == person_id,
        col(TrialConsent.party) == Party.SUPERVISEE,
    ]


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
