"""When people are reminded of a session: while it may still be called off for nothing, as its contract has it."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Protocol

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import col

from services.messages.promises import Promises
from services.messages.sessions import FreeLimitsChanged
from services.notices import process_facts
from services.notices.letter_kinds import LetterKind
from services.notices.tables import Notice
from services.notices.wording import Fact
from services.notices.writing import Letter, kept
from services.runtime.commands.transactions import Work
from services.runtime.finland import local_date, to_utc, working_days_before
from services.runtime.storage.database import execute

# Our decision: when people are at work and read their mail.
_REMINDER_TIME = time(9, 0)
_AN_INSTANT = timedelta(microseconds=1)


class Begins(Protocol):
    """A session, as events and this service know it. free_until: as of sessions' PlannedSession."""

    @property
    def starts_at(self) -> datetime: ...

    @property
    def free_until(self) -> datetime | None: ...


def reminder(facts: Mapping[str, Fact], session: Begins, promises: Promises, now: datetime) -> Letter:
    """facts: of the session at this time."""
    about = f"{facts['session_id']}:{facts['sequence']}"
    own = {**facts, "free_until_at": session.free_until} if session.free_until else facts
    return Letter(
        LetterKind.SESSION_REMINDER,
        about,
        own,
        not_before=reminder_at(session, promises, now),
        stale_after=session.starts_at,
    )


def reminder_at(session: Begins, promises: Promises, now: datetime) -> datetime:
    """So many days before, at nine in Helsinki; but so many working days before the last day on which calling it off
    costs nothing, where that is earlier and still to come.
    """
    usual = to_utc(
        local_date(session.starts_at) - timedelta(days=promises.session_reminder_days), _REMINDER_TIME
    )
    if session.free_until is None:
        return usual
    last_day = local_date(session.free_until - _AN_INSTANT)
    in_time = working_days_before(last_day, promises.free_limit_reminder_working_days)
    early = to_utc(in_time, _REMINDER_TIME)
    return min(usual, early) if early > now else usual


async def follow(event: FreeLimitsChanged, work: Work) -> None:
    """What waits names the new limit, and goes by it."""
    promises, now = await process_facts.promises_of(work.db, event.process_id), work.clock.now()
    for one in event.sessions:
        session = await process_facts.session_of(work.db, one.session_id)
        session.free_until = one.free_until
        mine = (
            (col(Notice.kind) == LetterKind.SESSION_REMINDER)
            & (col(Notice.process_id) == event.process_id)
            & (col(Notice.status) == "waiting")
            & (Notice.facts["session_id"].astext == str(one.session_id))
        )
        limit = kept({"free_until_at": one.free_until}) if one.free_until else {}
        facts = col(Notice.facts).op("-")("free_until_at").op("||")(sa.cast(limit, JSONB))
        await execute(
            work.db,
            sa.update(Notice).where(mine).values(facts=facts, not_before=reminder_at(session, promises, now)),
        )
