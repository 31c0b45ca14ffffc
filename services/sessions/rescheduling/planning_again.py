"""Which time a session gets instead of the one that its supervisor has called off."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from services.runtime.finland import ONE_DAY, days_of, local_date, to_local
from services.sessions.hours.availability import Diary, Interval, interval
from services.sessions.planning.series_terms import Terms
from services.sessions.planning.windows import Window, free_slots, past_july, shortest_gap, window_after
from services.sessions.planning.wishes import Slot, Wish

APART = timedelta(days=7)
"""[ours] From the sessions on either side: a week, in which what was said can be tried."""


@dataclass(frozen=True)
class Standing:
    """A session of the series that is held, or is to be."""

    number: int
    starts_at: datetime


@dataclass(frozen=True)
class Lost:
    """The session, and the series around it.

    earliest: with the notice that its contract owes. previous, next: the days of its neighbours, previous_number: that
    one's number. last: the day of the last of the others, last_number: that one's number. usual: the weekday and time
    that are looked for first; none: its own. handed_over: another supervisor takes it over, as of `apart`.
    """

    starts_at: datetime
    earliest: datetime
    number: int = 0
    previous: date | None = None
    previous_number: int = 0
    next: date | None = None
    last: date | None = None
    last_number: int = 0
    usual: Wish | None = None
    handed_over: bool = False

    @property
    def day(self) -> date:
        return local_date(self.starts_at)

    @property
    def wish(self) -> Wish:
        return self.usual or Wish(self.day.weekday(), to_local(self.starts_at).time())

    def between(self, terms: Terms, *, at_interval: bool) -> Window:
        """The days that are far enough from its neighbours: by a week, or by what was agreed between two sessions."""
        before, after = (
            shortest_gap(one, terms) if at_interval else APART for one in (self.previous_number, self.number)
        )
        first = self.previous + before if self.previous else date.min
        return Window(first, self.next - after if self.next else date.max)


def around(
    starts_at: datetime, staying: Sequence[Standing], earliest: datetime, found: Sequence[Standing] = ()
) -> Lost:
    """The lost session in its series. staying, found: the others, by their times; found: those that were lost with it
    and have another time already, which is before it wherever it comes before the next that stays.
    """
    following = next((one.starts_at for one in staying if one.starts_at > starts_at), None)
    standing = sorted((*staying, *found), key=lambda one: one.starts_at)
    before = [one for one in standing if following is None or one.starts_at < following]
    last = standing[-1] if standing else None
    return Lost(
        starts_at=starts_at,
        earliest=earliest,
        previous=local_date(before[-1].starts_at) if before else None,
        previous_number=before[-1].number if before else 0,
        next=local_date(following) if following else None,
        last=local_date(last.starts_at) if last and following else None,
        last_number=last.number if last else 0,
    )


def another_time(lost: Lost, agreed: Sequence[Terms], diary: Diary) -> Interval | None:
    """The free time nearest to the lost one between its neighbours, else the first one after the last session.

    Never on the lost day: whoever is away at one hour of it is no safe bet for another. What is handed over may stay
    on its day, and keeps the agreed interval where a day between its neighbours does. None: the term has none left.
    agreed: one after the other, each with the days on which it holds; the length is that of the day's own terms.
    """
    slot = next(filter(None, _in_turn(lost, agreed, diary)), None)
    if slot is None:
        return None
    its_own = next(terms for terms in agreed if terms.starts_on <= slot.day <= terms.ends_on)
    return interval(slot.day, slot.start, its_own.duration_minutes)


def _in_turn(lost: Lost, agreed: Sequence[Terms], diary: Diary) -> Iterator[Slot | None]:
    if lost.handed_over:
        yield _between_neighbours(lost, agreed, diary, at_interval=True)
    yield _between_neighbours(lost, agreed, diary, at_interval=False)
    yield from (_after_the_last(lost, terms, diary) for terms in agreed)


def _between_neighbours(
    lost: Lost, agreed: Sequence[Terms], diary: Diary, *, at_interval: bool
) -> Slot | None:
    """Its weekday and time come first, then its weekday, then any; of each the nearest, the earlier among equals."""
    wish = lost.wish

    def farness(slot: Slot, own: date) -> tuple[object, ...]:
        other_weekday, other_time = slot.day.weekday() != wish.weekday, slot.start != wish.start
        kept = other_weekday, other_weekday or other_time
        # The weekday of somebody else is not waited for: of a series that goes over, an earlier week comes first.
        weeks = max(0, abs(slot.day - own).days - 1) // 7 if at_interval else 0
        return weeks, *kept, abs(slot.day - lost.day), slot.day, slot.start

    windows = ((lost.between(terms, at_interval=at_interval), terms) for terms in agreed)
    free = (
        (farness(slot, max(lost.day, window.first, terms.starts_on)), slot)
        for window, terms in windows
        for slot in _free(window, lost, terms, diary)
    )
    return min(free, key=lambda one: one[0], default=(None, None))[1]


def _after_the_last(lost: Lost, terms: Terms, diary: Diary) -> Slot | None:
    """By the window that the next session would have by these terms; where that is full, the first free time after."""
    if lost.last is None:
        return None
    window = past_july(window_after(lost.last, lost.last_number, terms), terms)
    free = _free(window, lost, terms, diary)
    found = sorted(free, key=lambda slot: lost.wish.rank(slot, window.turn(slot.day)))
    rest = Window(window.last + ONE_DAY, terms.ends_on)
    return found[0] if found else next(_free(rest, lost, terms, diary), None)


def _free(window: Window, lost: Lost, terms: Terms, diary: Diary) -> Iterator[Slot]:
    """In order; within the term, and with the notice that is owed."""
    earliest = lost.earliest
    first = max(window.first, terms.starts_on, local_date(earliest))
    for day in days_of(first, min(window.last, terms.ends_on)):
        if day == lost.day and not lost.handed_over:
            continue
        for slot in free_slots(day, lost.wish.start, terms, diary):
            if interval(day, slot.start, terms.duration_minutes).starts_at >= earliest:
                yield slot
