"""A trial that everybody has said yes to: its sessions are booked, and held as any other, until it is decided."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.messages.contracts import ContractSigned, TrialAgreed, TrialDecided
from services.runtime.events.announcing import announce
from services.runtime.finland import local_date
from services.runtime.storage.database import execute
from services.sessions import contract_facts
from services.sessions.members import roster
from services.sessions.planning import booking
from services.sessions.planning.confirming import confirm_by
from services.sessions.proposing import plans
from services.sessions.recording.attendance import announce_cancelled
from services.sessions.rescheduling.leaving_out import leave_out_all
from services.sessions.tables import Representative, Session, Trial
from services.sessions.trials import preparing


async def agree(db: AsyncSession, event: TrialAgreed) -> None:
    """Everybody is invited to what was held.

    Next: services/notices/occasions/session_letters.py:invite
    """
    await contract_facts.lock(db, event.process_id)
    trial = await db.get_one(Trial, event.process_id)
    if trial.status != "held" or trial.revision != event.revision:
        return
    trial.status = "agreed"
    agreed = preparing.agreement(event)
    db.add(agreed)
    await roster.begin(db, event.process_id, event.parties.supervisee_ids)
    rows = await _rows(db, event.process_id, "proposed")
    promises = contract_facts.promises_of(agreed)
    for row in rows:
        row.status, row.confirm_by = "planned", confirm_by(row.ends_at, promises)
    await db.flush()
    await announce(db, await booking.planned(db, agreed, rows, wake_at=None))


async def decide(db: AsyncSession, event: TrialDecided) -> None:
    """After a go all stays as it is. Else what is held is free, and what is to come is called off, at no cost."""
    trial = await db.get(Trial, event.process_id)
    if trial is None or event.outcome == "go":
        return
    await contract_facts.lock(db, event.process_id)
    await db.refresh(trial)
    if trial.status == "over":
        return
    await plans.let_go(db, event.process_id)
    trial.status = "over"
    await leave_out_all(db, event.process_id)
    for row in await _rows(db, event.process_id, "planned"):
        if row.starts_at > event.decided_at:
            await _call_off(db, row, event.decided_at)


async def follow(db: AsyncSession, event: ContractSigned) -> None:
    """The contract's first members: who tried and is not one of them leaves, and who did not try comes to it now. Who
    acts for them is who has signed.
    """
    if await db.get(Trial, event.process_id) is None:
        return
    named = sa.delete(Representative).where(col(Representative.process_id) == event.process_id)
    await execute(db, named)
    today, wanted = local_date(event.signed_at), list(event.parties.supervisee_ids)
    last = await roster.last_day(db, event.process_id, event.signed_at)
    for one in await roster.stretches(db, event.process_id):
        if one.person_id not in wanted and (one.until_day is None or one.until_day > last):
            one.until_day = last
    for person_id in wanted:
        await roster.join(db, event.process_id, person_id, today)
    await db.flush()


async def _call_off(db: AsyncSession, row: Session, at: datetime) -> None:
    row.status, row.settled_at, row.cancelled_by = "cancelled", at, "trial"
    row.sequence += 1
    await announce_cancelled(db, row, "trial", at)


async def _rows(db: AsyncSession, process_id: UUID, status: str) -> Sequence[Session]:
    """Of the trial, by their times; locked."""
    mine = select(Session).where(
        Session.process_id == process_id, col(Session.trial), Session.status == status
    )
    return (await db.exec(mine.order_by(col(Session.starts_at)).with_for_update())).all()
