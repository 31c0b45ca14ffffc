"""Which times the sessions get that one supervisor calls off together, of all the series that they belong to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.sessions.hours.availability import Diary, Interval
from services.sessions.planning.series_terms import Terms
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


def other_times(off: Sequence[Off], series: Mapping[UUID, Series], diary: Diary) -> list[Interval | None]:
    """For each its time by the rule of one (`planning_again.py`), or none, in the order given: by their times.

    What has got a time is in the diary of those after it, and a neighbour in its own series. diary: without those that
    are called off, closed on the supervisor's days away.
    """
    taken: list[Interval] = []
    found: dict[UUID, list[Standing]] = {one: [] for one in series}
    answers: list[Interval | None] = []
    for one in off:
        own, again = series[one.process_id], found[one.process_id]
        case = around(one.starts_at, own.staying, own.earliest, again)
        busy = (*diary.busy, *own.closed, *taken)
        when = None if own.waits else another_time(case, own.agreed, Diary(diary.weekly, busy))
        if when:
            taken.append(when)
            again.append(Standing(one.number, when.starts_at))
        answers.append(when)
    return answers
