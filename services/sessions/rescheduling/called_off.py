"""A pause is called off before its first day: what it has moved goes back, and what cannot is planned again as one that
its supervisor calls off.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from services.runtime.finland import local_date, to_local
from services.sessions.hours.availability import Diary, Interval
from services.sessions.planning.pauses import Again, Left, Stretch, one_after_the_other
from services.sessions.planning.series_terms import Conflict, PlannedSession
from services.sessions.planning.windows import taken
from services.sessions.planning.wishes import Slot
from services.sessions.rescheduling.planning_again import Standing
from services.sessions.rescheduling.several_again import Off, Series, on_one_weekday

_ITS_OWN = UUID(int=0)
"""There is one series alone."""


@dataclass(frozen=True)
class Displaced:
    """was: the times that the pause has taken, by number. stays: those of what is planned again and keeps its time.

    standing: of the others that were or are to be held. opens: nothing goes back to a time before this instant.
    """

    was: Mapping[int, datetime]
    stays: Mapping[int, datetime]
    standing: Sequence[Standing]
    opens: datetime


def as_before(left: Left, displaced: Displaced, stretches: Sequence[Stretch]) -> Again | None:
    """With the last day as it was. None: where not all of them find a time within it."""
    found = [(number, displaced.stays.get(number) or displaced.was[number]) for number in left.numbers]
    back, off = list[PlannedSession](), list[tuple[Stretch, date, Off]]()
    conflicts = list[Conflict]()
    for number, at in found:
        stretch, until = _of(stretches, left.ends_on, at)
        one = PlannedSession(number, at, at + timedelta(minutes=stretch.terms.duration_minutes))
        if number in displaced.stays or _is_free(one, stretch, until, displaced.opens):
            back.append(one)
            continue
        off.append((stretch, until, Off(_ITS_OWN, number, at)))
        conflicts += _why(one, stretch)
    elsewhere = _elsewhere(off, back, displaced)
    if len(elsewhere) < len(off):
        return None
    planned = sorted((*back, *elsewhere), key=lambda one: one.number)
    return Again(tuple(planned), tuple(conflicts), left.ends_on)


def _of(stretches: Sequence[Stretch], ends_on: date, at: datetime) -> tuple[Stretch, date]:
    """What holds on the day, and until when."""
    told = list(one_after_the_other(stretches, ends_on))
    return next((one for one in reversed(told) if one[0].from_day <= local_date(at)), told[0])


def _is_free(one: PlannedSession, stretch: Stretch, until: date, opens: datetime) -> bool:
    within = opens <= one.starts_at and local_date(one.starts_at) <= until
    return within and stretch.diary.has_room(Interval(one.starts_at, one.ends_at))


def _why(one: PlannedSession, stretch: Stretch) -> list[Conflict]:
    """As far as the time is not free; one that is too near is told by its new time alone."""
    shown = to_local(one.starts_at)
    slot = Slot(shown.date(), shown.time().replace(fold=0))
    reason = taken(slot, stretch.terms, stretch.diary)
    return [Conflict(one.number, slot.day, reason, slot.start)] if reason else []


def _elsewhere(
    off: Sequence[tuple[Stretch, date, Off]], back: Sequence[PlannedSession], displaced: Displaced
) -> list[PlannedSession]:
    """Those that find another time, each in the hours of whoever holds it."""
    found: list[PlannedSession] = []
    for stretch, until in {id(one): (one, last) for one, last, _ in off}.values():
        own = [one for each, _, one in off if each is stretch]
        there = [*back, *found]
        standing = [*displaced.standing, *(Standing(one.number, one.starts_at) for one in there)]
        busy = (*stretch.diary.busy, *(Interval(one.starts_at, one.ends_at) for one in there))
        first = max(stretch.from_day, stretch.terms.starts_on)
        terms = replace(stretch.terms, starts_on=first, ends_on=until)
        series = Series([terms], displaced.opens, sorted(standing, key=lambda one: one.starts_at))
        there_at = [one.starts_at for one in there]
        times = on_one_weekday(own, {_ITS_OWN: series}, Diary(stretch.diary.weekly, busy), there_at)
        pairs = zip(own, times, strict=True)
        found += (PlannedSession(one.number, when.starts_at, when.ends_at) for one, when in pairs if when)
    return found
