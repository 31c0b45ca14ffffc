"""Booking: the series of a signed contract, and its preview."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid5

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.messages import sessions as messages
from services.messages.wished_times import TimeOfDay
from services.runtime.commands.refusal import Refusal
from services.runtime.events.announcing import announce
from services.runtime.finland import ONE_DAY, local_date
from services.sessions import contract_facts, reaching
from services.sessions.hours.diary import book, diary_of
from services.sessions.members import roster
from services.sessions.planning import holding, passed_over, renewed, series, series_terms, trials
from services.sessions.planning.confirming import confirm_by
from services.sessions.planning.wishes import Wishes
from services.sessions.showing.session_card import card
from services.sessions.tables import Agreement, Session


async def preview(db: AsyncSession, agreement: Agreement, as_of: datetime) -> messages.SeriesPlan:
    """The series as it would be booked now. Refuses: no_availability."""
    found = await _plan(db, agreement, as_of)
    rows = await _rows(db, agreement, found.sessions)
    wake_at = reaching.next_wake(rows, agreement.sessions_agreed, [], as_of)
    return _told(rows, conflicts_of(found), wake_at)


async def book_series(
    db: AsyncSession,
    agreement: Agreement,
    times: Sequence[series_terms.PlannedSession],
    conflicts: list[dict[str, Any]],
    as_of: datetime,
) -> None:
    """Everybody is invited. The process and the supervisor's diary are locked. Refuses: slot_taken."""
    process = await contract_facts.lock(db, agreement.process_id)
    rows = await _rows(db, agreement, times)
    process.conflicts = conflicts
    for version in await contract_facts.versions(db, agreement.process_id):
        version.sessions_agreed = version.sessions_agreed or len(rows)
    await book(db, rows)
    wake_at = await reaching.first_look(db, agreement.process_id, as_of)
    await announce(db, await planned(db, agreement, rows, wake_at))


async def _plan(db: AsyncSession, agreement: Agreement, as_of: datetime) -> series_terms.Plan:
    """In a thread: five years of a full diary take a while, and other commands are answered meanwhile."""
    own = col(Session.process_id) == agreement.process_id
    terms = terms_of(agreement, as_of)
    if agreement.renews:
        terms = renewed.following(terms, await renewed.last_day_before(db, agreement.renews))
    closed = await holding.closed(db, agreement.process_id)
    diary = await diary_of(db, agreement.supervisor_id, besides=own, since=terms.starts_on, closed=closed)
    found = await asyncio.to_thread(series.plan, terms, diary)
    if not found.sessions:
        raise Refusal("no_availability", "process_id")
    return found


def terms_of(agreement: Agreement, as_of: datetime) -> series_terms.Terms:
    """What the planner needs: the agreement, from its first day that is not past or today."""
    base, promises = agreement.base_interval_days, contract_facts.promises_of(agreement)
    if agreement.version == contract_facts.TRIAL:
        first = max(agreement.starts_on, _first_day(as_of))
        count, length = agreement.sessions_agreed or 1, agreement.duration_minutes
        return trials.terms(first, agreement.ends_on, count, length, _wishes(agreement))
    return series_terms.Terms(
        starts_on=max(agreement.starts_on, _first_day(as_of)),
        ends_on=agreement.ends_on,
        duration_minutes=agreement.duration_minutes,
        interval_days=base,
        longest_interval_days=base + promises.interval_slack_days,
        first_closer=0 if agreement.renews else promises.first_gaps,
        closer_interval_days=promises.first_gap(base),
        closer_slack_days=promises.first_gap_slack_days,
        count=agreement.sessions_agreed,
        wishes=_wishes(agreement),
    )


def terms_by_day(versions: Sequence[Agreement], as_of: datetime) -> list[series_terms.Terms]:
    """One after the other, each from the first to the last day on which it holds; none that is over."""
    agreed = contract_facts.by_day(versions)
    ends = [*(one.effective_from - ONE_DAY for one in agreed[1:]), date.max]
    told = []
    for position, (agreement, last) in enumerate(zip(agreed, ends, strict=True)):
        terms = terms_of(agreement, as_of)
        first = max(terms.starts_on, agreement.effective_from) if position else terms.starts_on
        told.append((terms, first, min(terms.ends_on, last)))
    return [replace(terms, starts_on=first, ends_on=last) for terms, first, last in told if first <= last]


def _wishes(agreement: Agreement) -> Wishes:
    return Wishes(frozenset(agreement.preferred_weekdays), _parts_of_day(agreement.preferred_times))


def _parts_of_day(times: Iterable[str]) -> frozenset[TimeOfDay]:
    return frozenset(TimeOfDay(one) for one in times)


def _first_day(as_of: datetime) -> date:
    """Nothing is planned for a day that is past, nor for today."""
    return local_date(as_of) + ONE_DAY


async def _rows(
    db: AsyncSession, agreement: Agreement, times: Sequence[series_terms.PlannedSession]
) -> list[Session]:
    """Each with the id that follows on those that the process has had, so that a preview names what will be."""
    promises = contract_facts.promises_of(agreement)
    before = await rows_so_far(db, agreement.process_id)
    return [
        Session(
            session_id=(session_id := session_id_of(agreement.process_id, position)),
            process_id=agreement.process_id,
            supervisor_id=agreement.supervisor_id,
            number=one.number,
            starts_at=one.starts_at,
            ends_at=one.ends_at,
            confirm_by=confirm_by(one.ends_at, promises),
            calendar_uid=session_id,
        )
        for position, one in enumerate(times, start=before + 1)
    ]


async def next_id(db: AsyncSession, process_id: UUID) -> UUID:
    """Of the row that follows on those that the process has had."""
    return session_id_of(process_id, await rows_so_far(db, process_id) + 1)


async def rows_so_far(db: AsyncSession, process_id: UUID) -> int:
    mine = select(sa.func.count()).where(col(Session.process_id) == process_id, Session.status != "proposed")
    return (await db.exec(mine)).one()


def session_id_of(process_id: UUID, position: int) -> UUID:
    """position: the how manieth of the process's rows it is, whatever became of the others; never its number."""
    return uuid5(process_id, f"session {position}")


def conflicts_of(found: series_terms.Plan) -> list[dict[str, Any]]:
    """As they are kept."""
    return [one.model_dump(mode="json") for one in passed_over.told(found.conflicts)]


async def planned(
    db: AsyncSession, agreement: Agreement, rows: Sequence[Session], wake_at: datetime | None
) -> messages.SeriesPlanned:
    """attendee_ids: the group as it is on the day of the first session, and who joins it later."""
    stretches = await roster.stretches(db, agreement.process_id)
    members = roster.coming(stretches, local_date(rows[0].starts_at))
    versions = await contract_facts.of_session(db, rows[0])
    return messages.SeriesPlanned(
        process_id=agreement.process_id,
        supervisor_id=agreement.supervisor_id,
        attendee_ids=[*members, agreement.supervisor_id],
        wake_at=wake_at,
        trial=agreement.version == contract_facts.TRIAL,
        sessions=[
            messages.PlannedSession(
                **row.model_dump(include=set(messages.PlannedSession.model_fields)),
                free_until=contract_facts.free_until(versions, row.starts_at),
            )
            for row in rows
        ],
    )


def _told(
    rows: Sequence[Session], conflicts: Sequence[dict[str, Any]], wake_at: datetime | None
) -> messages.SeriesPlan:
    return messages.SeriesPlan(
        wake_at=wake_at,
        sessions=[card(row) for row in rows],
        conflicts=[messages.Conflict.model_validate(one) for one in conflicts],
    )
