"""A trial's times are found by its own rule, and held in the supervisor's diary until everybody has said yes."""

import asyncio
from datetime import datetime
from typing import Any
from uuid import uuid5

from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from services.messages.contracts import TrialAgreed, TrialPrepared, TrialPutOff
from services.messages.sessions import FindTrialDays, TrialDaysFound, TrialSession
from services.runtime.finland import ONE_DAY, local_date, start_of, working_days_after
from services.sessions import contract_facts
from services.sessions.hours.diary import book, diary_of, take_turn
from services.sessions.notice import earliest, latest, owed
from services.sessions.planning import booking, trials
from services.sessions.planning.series_terms import Plan
from services.sessions.proposing import plans
from services.sessions.tables import Agreement, Session, Trial
from services.sessions.trials import trial_days

_OFFERED = {
    "process_id", "supervisor_id", "starts_on", "ends_on", "sessions_agreed", "duration_minutes",
    "preferred_weekdays", "preferred_times",
}  # fmt: skip


async def prepare(db: AsyncSession, event: TrialPrepared, at: datetime) -> None:
    """In the place of what was held for an earlier one. Nobody is invited yet, and nothing of it is a session.

    Next: services/sessions/trials/agreed.py:agree
    """
    await contract_facts.begin(db, event.process_id, event.terms)
    await contract_facts.lock(db, event.process_id)
    trial = await db.get(Trial, event.process_id)
    if trial and (trial.revision >= event.revision or trial.status == "agreed"):
        return
    agreed = agreement(event)
    await take_turn(db, agreed.supervisor_id)
    await plans.let_go(db, event.process_id)
    found = await find(db, agreed, at)
    trial = trial or Trial(process_id=event.process_id, revision=event.revision)
    trial.revision, trial.status = event.revision, "held"
    trial.notice_hours, trial.notice_working_days = agreed.notice_hours, agreed.notice_working_days
    db.add(trial)
    await book(db, _rows(agreed, event.revision, found))
    await trial_days.say(db, event.process_id)


async def put_off(db: AsyncSession, event: TrialPutOff) -> None:
    """Its times are anybody's again."""
    trial = await db.get(Trial, event.process_id, with_for_update=True)
    if trial and trial.status == "held" and trial.revision <= event.revision:
        await plans.let_go(db, event.process_id)
        trial.status = "over"


def agreement(event: TrialPrepared | TrialAgreed) -> Agreement:
    """What is agreed of the trial, as a version of the process's; not in the database."""
    return Agreement(
        **contract_facts.facts(event.process_id, contract_facts.TRIAL, event.terms, event.parties)
    )


async def look(db: AsyncSession, query: FindTrialDays) -> TrialDaysFound:
    """What would be found now: nothing is held."""
    notice = owed(query.cancellation_tiers)
    agreed = Agreement(
        **query.model_dump(include=_OFFERED),
        version=contract_facts.TRIAL,
        promises=query.promises.model_dump(),
        notice_hours=notice.hours,
        notice_working_days=notice.working_days,
        notice_frees=notice.frees,
    )
    found = await find(db, agreed, query.as_of)
    days = [
        TrialSession(number=one.number, starts_at=one.starts_at, ends_at=one.ends_at)
        for one in found.sessions
    ]
    free_until = latest(notice, days[0].starts_at) if days else None
    return TrialDaysFound(sessions=days, free_until=free_until)


async def find(db: AsyncSession, agreed: Agreement, at: datetime) -> Plan:
    """As many as fit beside all that the supervisor has, the first with the notice that is owed after the time that
    everybody has at the least to say yes.
    """
    to_answer = contract_facts.promises_of(agreed).trial_answer_working_days
    opens = earliest(contract_facts.notice_of(agreed), working_days_after(at, to_answer))
    day = local_date(opens)
    first = max(agreed.starts_on, day if start_of(day) == opens else day + ONE_DAY)
    if first > agreed.ends_on:
        return Plan((), ())
    own = (col(Session.process_id) == agreed.process_id) & (col(Session.status) == "proposed")
    diary = await diary_of(db, agreed.supervisor_id, besides=own, since=first)
    usual = booking.terms_of(agreed, at)
    wanted = (first, agreed.ends_on, agreed.sessions_agreed or 1, agreed.duration_minutes)
    return await asyncio.to_thread(trials.plan, *wanted, diary, usual.wishes)


def _rows(agreed: Agreement, revision: int, found: Plan) -> list[Session]:
    """Each with the id that it keeps, and its calendar entry, once it is agreed to."""
    rows = []
    for one in found.sessions:
        own_id = uuid5(agreed.process_id, f"trial {revision}, session {one.number}")
        ids: dict[str, Any] = {
            "session_id": own_id,
            "calendar_uid": own_id,
            "process_id": agreed.process_id,
            "supervisor_id": agreed.supervisor_id,
        }
        when: dict[str, Any] = {"number": one.number, "starts_at": one.starts_at, "ends_at": one.ends_at}
        rows.append(Session(**ids, **when, trial=True, status="proposed", confirm_by=one.ends_at))
    return rows
