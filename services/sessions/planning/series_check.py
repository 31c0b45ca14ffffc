"""The planning rule as a checker: what in a series is not as agreed.

It judges a plan as confirmed; a session that was moved later is exempt and is left out of what is given here.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Literal

from services.runtime.finland import days_of, local_date, to_local
from services.sessions.hours.availability import Diary, Interval
from services.sessions.planning.series_terms import Obstacle, PlannedSession, Terms
from services.sessions.planning.windows import (
    Window,
    first_window,
    forbidden_day,
    free_slots,
    opened,
    window_after,
)
from services.sessions.planning.wishes import Slot

Breach = (
    Obstacle
    | Literal[
        "number_out_of_sequence",
        "wrong_length",
        "outside_agreement",
        "overlaps_previous",
        "too_early",
        "too_late",
        "earlier_day_was_free",
    ]
)


@dataclass(frozen=True)
class Violation:
    number: int
    day: date
    reason: Breach


def check(terms: Terms, diary: Diary, sessions: Sequence[PlannedSession]) -> tuple[Violation, ...]:
    """Every breach of the agreement by these sessions, in their order; empty when there is none.

    diary.busy: what else is booked for the supervisor, without these sessions.
    too_early, too_late: outside the window that the previous session opens, or the agreement's first week.
    earlier_day_was_free: a closer session passed over a free day, or the first one after July a week with one, that
    suits as well.
    """
    breaches = []
    previous = None
    for position, session in enumerate(sessions, start=1):
        reasons = chain(
            _of_itself(position, session, terms, diary), _of_distance(previous, session, terms, diary)
        )
        breaches += [Violation(session.number, local_date(session.starts_at), reason) for reason in reasons]
        previous = session
    return tuple(breaches)


def _of_itself(position: int, session: PlannedSession, terms: Terms, diary: Diary) -> Iterator[Breach]:
    day, when = local_date(session.starts_at), Interval(session.starts_at, session.ends_at)
    if session.number != position:
        yield "number_out_of_sequence"
    if (when.ends_at - when.starts_at).total_seconds() != terms.duration_minutes * 60:
        yield "wrong_length"
    if not terms.starts_on <= day <= terms.ends_on:
        yield "outside_agreement"
    if forbidden := forbidden_day(day, terms):
        yield forbidden
    if not diary.is_available(day, when):
        yield "supervisor_not_available"
    if diary.is_busy(when):
        yield "supervisor_busy"


def _of_distance(
    previous: PlannedSession | None, session: PlannedSession, terms: Terms, diary: Diary
) -> Iterator[Breach]:
    day = local_date(session.starts_at)
    if previous is None:
        window = opened(first_window(terms), terms, diary)
    else:
        after = window_after(local_date(previous.starts_at), previous.number, terms)
        window = opened(after, terms, diary)
        if session.starts_at < previous.ends_at:
            yield "overlaps_previous"
    if day < window.first:
        yield "too_early"
    if day > window.last:
        yield "too_late"
    slot = Slot(day, to_local(session.starts_at).time())
    if window.days_at_once and _earlier_one_suits(slot, window, terms, diary):
        yield "earlier_day_was_free"


def _earlier_one_suits(slot: Slot, window: Window, terms: Terms, diary: Diary) -> bool:
    """Whether on a day whose turn is before its own is a free time that suits as well."""
    unsuited, turn = terms.wishes.unsuited, window.turn(slot.day)
    days = (day for day in days_of(window.first, slot.day) if window.turn(day) < turn)
    free = (one for day in days for one in free_slots(day, slot.start, terms, diary))
    return any(unsuited(one) <= unsuited(slot) for one in free)
