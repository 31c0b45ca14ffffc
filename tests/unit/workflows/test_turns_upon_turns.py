"""A year with turns in any order: what a process waits for while it is paused, and that every path comes to its end."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from services.messages.sessions import ReviewKind
from tests.searching import examples
from workflows.supervision import facts
from workflows.supervision.facts import Fact, Told
from workflows.supervision.state import Phase, ProcessState
from workflows.supervision.waits import Awaited, Due, Wait

BEGAN = datetime(2027, 1, 1, 6, 0, tzinfo=UTC)
LAST_DAY = 340
A_DAY = timedelta(days=1)
LONGEST_PAUSE = 182
# How many days after the turn before something happens, and for how long.
STEPS = st.tuples(
    st.sampled_from(["pause", "open_pause", "resume", "sooner", "amend", "terminate", "interim", "final"]),
    st.integers(1, 60),
    st.integers(1, 90),
)


def day(number: int) -> datetime:
    return BEGAN + number * A_DAY


class Year:
    """One process, day by day: what is due is done at its instant, and people's turns come between."""

    def __init__(self) -> None:
        waits: dict[Awaited | Due, Wait] = {
            Due.SERIES: Wait(since=BEGAN, ends_at=day(160)),
            Due.CONTINUATION: Wait(since=BEGAN, reminders_at=[day(310), day(330)]),
            Awaited.INTERIM_REVIEW: Wait(since=BEGAN, reminders_at=[day(174)], ends_at=day(200)),
            Awaited.LAST_DAY: Wait(since=BEGAN, ends_at=day(LAST_DAY)),
        }
        self.state = ProcessState(process_id=UUID(int=1), began_at=BEGAN, phase=Phase.SESSIONS, waits=waits)
        self.state.signed = facts.ContractSigned(continuation_at=[], ends_at=day(LAST_DAY))
        self.today, self.last, self.said, self.first = 0, LAST_DAY, 0, 0
        self.done_in_pauses: list[datetime] = []

    def hear(self, fact: Fact) -> None:
        self.said += 1
        self.state.take(Told(event_id=str(self.said), fact=fact))

    def take(self, what: str, days: int) -> None:
        """As the services let it: nothing is said of a year that is over, and one pause after another."""
        pause, from_day = self.state.pause, self.today + 1
        end = {"continuation_at": [day(max(from_day, self.last - 30))], "ends_at": day(self.last)}
        if what in ("interim", "final"):
            kind: ReviewKind = "interim" if what == "interim" else "final"
            self.hear(facts.ReviewClosed(review=kind))
        elif self.state.terminated:
            return
        elif what == "terminate":
            self.last = min(self.last, self.today + 30)
            self.hear(facts.Terminated(ends_at=day(self.last)))
        elif what == "amend" and pause is None:
            self.last = max(self.today + 1, self.last + days - 30)
            end |= {"ends_at": day(self.last)}
            self.hear(facts.Amended.model_validate({"since": day(self.today)} | end))
        elif what == "resume" and pause and pause.goes_on_at is None:
            self.last += days
            self.hear(
                facts.Resumed.model_validate(end | {"goes_on_at": day(from_day), "ends_at": day(self.last)})
            )
        elif (
            what == "sooner"
            and pause
            and pause.goes_on_at
            and pause.goes_on_at > day(max(from_day, self.first))
        ):
            on = max(from_day, self.first)
            self.last -= (pause.goes_on_at - day(on)).days
            meant = {"stops_at": pause.stops_at, "goes_on_at": day(on), "ends_at": day(self.last)}
            self.hear(facts.Resumed.model_validate(end | meant))
        elif what in ("pause", "open_pause") and pause is None:
            is_open, self.first = what == "open_pause", from_day
            self.last += 0 if is_open else days
            told = end | {"stops_at": day(from_day), "ends_at": day(self.last)}
            ask = (
                {"ask_again_at": day(from_day + LONGEST_PAUSE)}
                if is_open
                else {"goes_on_at": day(from_day + days)}
            )
            self.hear(facts.Paused.model_validate(told | ask))

    def pass_days(self, days: int) -> None:
        """Whatever is due is looked at when it is due, as the joint of waiting does."""
        until = day(self.today + days)
        while (at := self.state.view().waits_until) is not None and at <= until:
            self._look_at(at)
        self.today += days

    def _look_at(self, at: datetime) -> None:
        pause = self.state.pause
        if pause and pause.is_over(at):
            return self.state.take_up()
        if pause and pause.is_long(at):
            return self.state.note_asked_about(pause)
        if pause and at >= pause.stops_at:
            self.done_in_pauses.append(at)
        for what, wait in list(self.state.waits.items()):
            if wait.is_over(at):
                del self.state.waits[what]
            elif wait.has_come(at):
                wait.note_reminder(wait.level(at))


@settings(max_examples=examples(3))
@given(steps=st.lists(STEPS, max_size=8))
def test_no_timer_fires_while_it_is_paused_but_the_pauses_own(steps: list[tuple[str, int, int]]) -> None:
    year = Year()
    for what, gap, days in steps:
        year.take(what, days)
        year.pass_days(gap)
        pause = year.state.pause
        if pause and pause.stops_at <= day(year.today):
            assert year.state.view().waits_until == pause.next_at
            assert year.state.own_time(day(year.today)) < pause.stops_at
    assert year.done_in_pauses == []


@settings(max_examples=examples(3))
@given(steps=st.lists(STEPS, max_size=8))
def test_every_path_comes_to_its_last_day_and_waits_for_nothing_more(
    steps: list[tuple[str, int, int]],
) -> None:
    """A review alone may be waited for, which ends nothing."""
    year = Year()
    for what, gap, days in steps:
        year.take(what, days)
        year.pass_days(gap)
    if year.state.pause and year.state.pause.goes_on_at is None:
        year.take("resume", 1)
    year.pass_days(max(1, year.last - year.today + LONGEST_PAUSE))
    assert year.state.pauses == []
    assert Awaited.LAST_DAY not in year.state.waits
    assert Due.CONTINUATION not in year.state.waits or year.state.waits[Due.CONTINUATION].next_at is None


@settings(max_examples=examples(3))
@given(steps=st.lists(STEPS, max_size=8), told=st.integers(1, 200))
def test_a_termination_leaves_no_pause_and_looks_ahead_to_nothing(
    steps: list[tuple[str, int, int]], told: int
) -> None:
    year = Year()
    for what, gap, days in steps:
        year.take(what, days)
        year.pass_days(gap)
    year.pass_days(told)
    year.take("terminate", 0)
    assert year.state.pauses == []
    assert not {Due.SERIES, Due.CONTINUATION} & year.state.waits.keys()
