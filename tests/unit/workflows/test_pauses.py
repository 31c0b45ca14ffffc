"""A pause holds every wait of a process: whatever is waited for, and whenever the pause is."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st

from services.runtime.finland import start_of, to_utc
from workflows.supervision.facts import Resumed, Told
from workflows.supervision.state import Phase, ProcessState
from workflows.supervision.waits import COMPUTED_AGAIN, Awaited, Due, Pause, Wait

BEGAN = datetime(2027, 1, 13, 22, tzinfo=UTC)
HOURS = st.integers(0, 24 * 400)


def after(hours: int) -> datetime:
    return BEGAN + timedelta(hours=hours)


WAITS = st.dictionaries(
    st.sampled_from([*Awaited, *Due]),
    st.builds(
        lambda reminders, ends: Wait(
            since=BEGAN,
            reminders_at=sorted(after(each) for each in reminders),
            ends_at=after(ends) if ends else None,
        ),
        st.lists(HOURS, max_size=3),
        st.none() | HOURS,
    ),
    max_size=6,
)
PAUSES = st.builds(
    lambda first, length, long: Pause(
        stops_at=after(24 * first),
        goes_on_at=after(24 * (first + length)) if length else None,
        ask_again_at=None if length else after(24 * (first + long)),
    ),
    st.integers(0, 300),
    st.integers(0, 60),
    st.integers(1, 182),
)


@given(WAITS, PAUSES)
def test_no_timer_fires_in_a_pause_but_its_own_end_and_the_longest_that_it_is_to_be(
    waits: dict[Awaited | Due, Wait], pause: Pause
) -> None:
    state = ProcessState(process_id=uuid4(), began_at=BEGAN, waits=waits, pauses=[pause])
    for wait in waits.values():
        fires_at = state.looked_at_again(wait.next_at)
        in_it = fires_at is not None and fires_at >= pause.stops_at
        assert not in_it or fires_at == pause.next_at
        # By the clock of the process nothing has come that lies in it, however late it is looked.
        late = state.own_time(after(24 * 1000))
        assert wait.next_at is None or not wait.has_come(late) or wait.next_at < pause.stops_at


@given(WAITS, PAUSES.filter(lambda pause: pause.goes_on_at is not None))
def test_after_it_everything_has_as_many_days_left_as_before(
    waits: dict[Awaited | Due, Wait], pause: Pause
) -> None:
    state = ProcessState(process_id=uuid4(), began_at=BEGAN, waits=dict(waits), pauses=[pause])
    state.take_up()
    assert state.pause is None and pause.goes_on_at
    length = pause.goes_on_at - pause.stops_at
    for what in waits.keys() - COMPUTED_AGAIN:
        for before, now in zip(waits[what].reminders_at, state.waits[what].reminders_at, strict=True):
            moved = length if before >= pause.stops_at else timedelta(0)
            assert abs(now - before - moved) <= timedelta(hours=1)  # the clocks may have changed between


def test_two_pauses_are_taken_up_one_after_the_other() -> None:
    first = Pause(stops_at=after(24), goes_on_at=after(48))
    second = Pause(stops_at=after(72), goes_on_at=after(96))
    wait = Wait(since=BEGAN, ends_at=after(60))
    state = ProcessState(
        process_id=uuid4(), began_at=BEGAN, phase=Phase.CONTRACT, waits={Awaited.SIGNATURES: wait}
    )
    state.pauses = [first, second]
    state.take_up()
    assert state.waits[Awaited.SIGNATURES].ends_at == after(84)
    assert state.looked_at_again(after(84)) == after(96)
    state.take_up()
    assert state.waits[Awaited.SIGNATURES].ends_at == after(108)


def ended_sooner(pauses: list[Pause], first: int, on: int) -> ProcessState:
    state = ProcessState(process_id=uuid4(), began_at=BEGAN, pauses=pauses)
    fact = Resumed(stops_at=after(first), goes_on_at=after(on), continuation_at=[], ends_at=after(24 * 300))
    state.take(Told(event_id="1", fact=fact))
    return state


def test_a_pause_that_ends_sooner_holds_by_as_long_as_it_was_and_the_other_one_stays() -> None:
    pauses = [
        Pause(stops_at=after(24), goes_on_at=after(96)),
        Pause(stops_at=after(240), goes_on_at=after(288)),
    ]
    state = ended_sooner(pauses, 24, 48)
    state.waits = {Awaited.SIGNATURES: Wait(since=BEGAN, ends_at=after(60))}
    assert [one.goes_on_at for one in state.pauses] == [after(48), after(288)]
    state.take_up()
    assert state.waits[Awaited.SIGNATURES].ends_at == after(84)


def test_what_is_called_off_holds_nothing_and_another_that_begins_on_its_day_stays() -> None:
    called_off, other = (
        Pause(stops_at=after(24), goes_on_at=after(24)),
        Pause(stops_at=after(24), goes_on_at=after(96)),
    )
    state = ended_sooner([called_off, other], 24, 72)
    assert [one.goes_on_at for one in state.pauses] == [after(24), after(72)]
    state.waits = {Awaited.SIGNATURES: Wait(since=BEGAN, ends_at=after(30))}
    state.take_up()
    assert state.waits[Awaited.SIGNATURES].ends_at == after(30)


def test_a_review_that_was_opened_in_june_is_due_in_july_once_its_pause_is_over() -> None:
    """Ten days and nine hours were left at the first instant of the pause, 5 June to 5 July."""
    opened, due = (to_utc(date(2027, 6, day), time(9)) for day in (1, 15))
    pause = Pause(stops_at=start_of(date(2027, 6, 5)), goes_on_at=start_of(date(2027, 7, 6)))
    assert due - pause.stops_at == timedelta(days=10, hours=9)
    review = Wait(since=opened, reminders_at=[to_utc(date(2027, 6, 4), time(9)), due], ends_at=due)
    waits: dict[Awaited | Due, Wait] = {Awaited.INTERIM_REVIEW: review}
    state = ProcessState(process_id=uuid4(), began_at=BEGAN, waits=waits, pauses=[pause])
    state.take_up()
    later = to_utc(date(2027, 7, 16), time(9))
    held = state.waits[Awaited.INTERIM_REVIEW]
    assert (held.reminders_at, held.ends_at) == ([review.reminders_at[0], later], later)
