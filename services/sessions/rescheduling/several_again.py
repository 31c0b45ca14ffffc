"""Which times the sessions get that one supervisor calls off together, of all the series that they belong to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from services.sessions.hours.availability import Diary, Interval
from services.sessions.planning.pauses import usual_wish
from services.sessions.planning.series_terms import Terms
from services.sessions.planning.wishes import Wish
from services.sessions.rescheduling.planning_again import Standing, another_time, around


@dataclass(frozen=True)
class Series:
    """One process's. agreed: as of `planning_again.another_time`. staying: what of it is not called off, by its times.

    closed: when its pauses are. earliest: with the notice that its contract owes. waits: for another supervisor, so
    that none gets a time now.
    """

    agreed: Sequence[Terms]
    earliest: datetime
    staying: Sequence[Standing] = ()
    closed: Sequence[Interval] = ()
    waits: bool = False


@dataclass(frozen=True)
class Off:
    """A session that is called off."""

    process_id: UUID
    number: int
    starts_at: datetime


def on_one_weekday(
    off: Sequence[Off], series: Mapping[UUID, Series], diary: Diary, kept: Sequence[datetime] = ()
) -> list[Interval | None]:
    """As `other_times`, of what goes to another supervisor: all on the weekday and at the time that most of what is
    theirs has, as far as nothing loses its time by it. kept: the times of theirs that stay.
    """
    each = other_times(off, series, diary)
    usual = usual_wish([*kept, *(when.starts_at for when in each if when)])
    together = other_times(off, series, diary, usual)
    return each if together.count(None) > each.count(None) else together


def other_times(
    off: Sequence[Off], series: Mapping[UUID, Series], diary: Diary, usual: Wish | None = None
) -> list[Interval | None]:
    """For each its time by the rule of one (`planning_again.py`), or none, in the order given: by their times.

    What has got a time is in the diary of those after it, and a neighbour in its own series. diary: without those that
    are called off, closed on the supervisor's days away. usual: looked for first in place of each one's own.
    """
    taken: list[Interval] = []
    found: dict[UUID, list[Standing]] = {one: [] for one in series}
    answers: list[Interval | None] = []
    for one in off:
        own, again = series[one.process_id], found[one.process_id]
        case = replace(around(one.starts_at, own.staying, own.earliest, again), usual=usual)
        busy = (*diary.busy, *own.closed, *taken)
        when = None if own.waits else another_time(case, own.agreed, Diary(diary.weekly, busy))
        if when:
            taken.append(when)
            again.append(Standing(one.number, when.starts_at))
        answers.append(when)
    return answers
