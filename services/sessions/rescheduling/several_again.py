"""Which times the sessions get that one supervisor calls off together, of all the series that they belong to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise
from uuid import UUID

from services.runtime.finland import local_date
from services.sessions.hours.availability import Diary, Interval
from services.sessions.planning.pauses import usual_wish
from services.sessions.planning.series_terms import Terms
from services.sessions.planning.windows import shortest_gap
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


@dataclass(frozen=True)
class _Looked:
    """How it is looked for. usual: first, in place of each one's own weekday and time. handed_over: as of `Lost`."""

    usual: Wish | None = None
    handed_over: bool = False


def on_one_weekday(
    off: Sequence[Off], series: Mapping[UUID, Series], diary: Diary, kept: Sequence[datetime] = ()
) -> list[Interval | None]:
    """As `other_times`: all on the weekday and at the time that most of them have, as far as nothing loses its time by
    it. kept: the times of the series that stay.
    """
    each = other_times(off, series, diary)
    together = _times(off, series, diary, _Looked(_usual(each, kept)))
    return each if together.count(None) > each.count(None) else together


def handed_over(
    off: Sequence[Off], own: Series, diary: Diary, kept: Sequence[datetime] = ()
) -> list[Interval | None]:
    """Of one series, what goes to another supervisor: as few as can be without a time, then as few as can be nearer to
    another than was agreed, then on one weekday as of `on_one_weekday`.
    """
    series = {one.process_id: own for one in off}
    each = _times(off, series, diary, _Looked(handed_over=True))
    together = _times(off, series, diary, _Looked(_usual(each, kept), handed_over=True))
    ways = [together, each, on_one_weekday(off, series, diary, kept)]

    def faults(times: Sequence[Interval | None]) -> tuple[int, int]:
        rows = [Standing(one.number, at.starts_at) for one, at in zip(off, times, strict=True) if at]
        return list(times).count(None), len(nearer(rows, own.staying, own.agreed))

    return min(ways, key=faults)


def nearer(
    moved: Sequence[Standing], staying: Sequence[Standing], agreed: Sequence[Terms]
) -> list[tuple[Standing, int]]:
    """Which come sooner after the one before them than is agreed, and by how many days after it. Two that stay are as
    they were.
    """
    rows = sorted((*moved, *staying), key=lambda one: one.starts_at)
    found = []
    for before, after in pairwise(rows):
        day = local_date(after.starts_at)
        terms = next((one for one in agreed if one.starts_on <= day <= one.ends_on), agreed[-1])
        gap = day - local_date(before.starts_at)
        if gap < shortest_gap(before.number, terms) and (before in moved or after in moved):
            found.append((after, gap.days))
    return found


def other_times(off: Sequence[Off], series: Mapping[UUID, Series], diary: Diary) -> list[Interval | None]:
    """For each its time by the rule of one (`planning_again.py`), or none, in the order given: by their times.

    What has got a time is in the diary of those after it, and a neighbour in its own series. diary: without those that
    are called off, closed on the supervisor's days away.
    """
    return _times(off, series, diary, _Looked())


def _times(
    off: Sequence[Off], series: Mapping[UUID, Series], diary: Diary, looked: _Looked
) -> list[Interval | None]:
    taken: list[Interval] = []
    found: dict[UUID, list[Standing]] = {one: [] for one in series}
    answers: list[Interval | None] = []
    for one in off:
        own, again = series[one.process_id], found[one.process_id]
        case = around(one.starts_at, own.staying, own.earliest, again)
        case = replace(case, number=one.number, usual=looked.usual, handed_over=looked.handed_over)
        busy = (*diary.busy, *own.closed, *taken)
        when = None if own.waits else another_time(case, own.agreed, Diary(diary.weekly, busy))
        if when:
            taken.append(when)
            again.append(Standing(one.number, when.starts_at))
        answers.append(when)
    return answers


def _usual(each: Sequence[Interval | None], kept: Sequence[datetime]) -> Wish | None:
    return usual_wish([*kept, *(when.starts_at for when in each if when)])
