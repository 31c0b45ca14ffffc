"""The times of what is left of a series that goes to another weekday or time, over all versions of its contract."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from services.runtime.finland import ONE_DAY, local_date, start_of
from services.sessions.hours.availability import Diary
from services.sessions.planning.series import plan
from services.sessions.planning.series_terms import Conflict, Plan, PlannedSession, Terms
from services.sessions.planning.windows import window_after
from services.sessions.planning.wishes import ANY_TIME


@dataclass(frozen=True)
class Moving:
    """How many sessions, the first of which has this number, and where they are to go. opens: none begins earlier.

    before: day and number of the last session that stays.
    """

    first_number: int
    count: int
    weekday: int
    start: time
    opens: datetime
    before: tuple[date, int] | None = None


def rest_of(agreed: Sequence[Terms], moving: Moving, diary: Diary) -> Plan:
    """Each session by the terms of its own day. agreed: one after the other, each with the days on which it holds."""
    sessions: list[PlannedSession] = []
    conflicts: list[Conflict] = []
    for terms in agreed:
        left = _without(moving, sessions)
        opened = terms_from(terms, left)
        if not left.count or opened.starts_on > terms.ends_on:
            continue
        found = plan(_wished(opened, left), diary)
        conflicts += (replace(one, number=one.number + len(sessions)) for one in found.conflicts)
        sessions += (replace(one, number=one.number + len(sessions)) for one in found.sessions)
    return Plan(tuple(sessions), tuple(conflicts))


def terms_from(terms: Terms, moving: Moving) -> Terms:
    """The contract's rule for what is left of a series."""
    opens = local_date(moving.opens)
    opens = opens if start_of(opens) == moving.opens else opens + ONE_DAY
    after = window_after(*moving.before, terms).first if moving.before else terms.starts_on
    closer = max(0, terms.first_closer - (moving.first_number - 1))
    return replace(terms, starts_on=max(terms.starts_on, opens, after), first_closer=closer)


def _without(moving: Moving, found: Sequence[PlannedSession]) -> Moving:
    """What is left to be found a time for."""
    if not found:
        return moving
    number = moving.first_number + len(found)
    before = (local_date(found[-1].starts_at), number - 1)
    return replace(moving, first_number=number, count=moving.count - len(found), before=before)


def _wished(terms: Terms, moving: Moving) -> Terms:
    wished = replace(terms, preferred_weekday=moving.weekday, preferred_start=moving.start)
    return replace(wished, count=moving.count, wishes=ANY_TIME)
