"""How many sessions of a process are used and left, as its parties read it."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

from services.messages.sessions import SessionCard, SessionStatus
from services.portal.pages.processes.own_process import used
from services.portal.pages.processes.phases import is_paused, paused_openly
from tests.unit.portal.test_waiting import contract

FIRST = datetime(2027, 1, 18, 11, tzinfo=UTC)


def session(number: int, status: SessionStatus) -> SessionCard:
    at = FIRST + timedelta(days=21 * number)
    return SessionCard(
        session_id=uuid4(),
        process_id=uuid4(),
        number=number,
        starts_at=at,
        ends_at=at + timedelta(minutes=90),
        status=status,
        sequence=0,
    )


def test_what_an_early_end_calls_off_was_not_used() -> None:
    series = [session(1, "held"), session(2, "cancelled"), session(3, "planned")]
    off = [session(4, "cancelled"), session(5, "cancelled")]
    counted = used([*series, *off], date(2027, 3, 31))
    assert (counted.total, counted.settled, counted.cancelled) == (3, 2, 1)
    assert counted.next_at == series[2].starts_at
    assert used([*series, *off], date(2027, 12, 15)).settled == 4


def test_what_a_pause_took_out_of_the_diary_is_counted_where_it_is_planned_again() -> None:
    series = [session(1, "held"), session(2, "paused"), session(2, "planned")]
    assert used(series, None).total == 2


def test_sessions_that_an_open_pause_holds_back_are_left() -> None:
    series = [session(1, "held"), session(2, "paused"), session(3, "paused")]
    counted = used(series, None, waits=True)
    assert (counted.total, counted.settled) == (3, 1)
    assert used([*series, session(2, "planned")], None, waits=True).total == 3
    assert used(series, None).total == 1


def test_what_has_no_day_and_waits_for_one_is_left() -> None:
    """After a pause, or called off by its supervisor."""
    waiting = [session(2, "paused"), session(3, "cancelled")]
    series = [session(1, "held"), *(one.model_copy(update={"waits": True}) for one in waiting)]
    counted = used(series, None)
    assert (counted.total, counted.settled, counted.cancelled) == (3, 1, 0)


def test_what_was_called_off_at_no_cost_was_neither_used_nor_is_it_left() -> None:
    at_no_cost = session(2, "cancelled").model_copy(update={"unused": True})
    counted = used([session(1, "held"), at_no_cost, session(3, "cancelled"), session(4, "planned")], None)
    assert (counted.total, counted.used, counted.settled) == (4, 2, 3)
    assert (counted.cancelled, counted.unused) == (2, 1)


def test_a_pause_is_open_until_somebody_says_when_it_goes_on_or_that_it_ends() -> None:
    from_day = date(2027, 6, 1)
    assert paused_openly(contract("signed", paused_from=from_day))
    for known in ({"goes_on": date(2027, 7, 1)}, {"ended": True}, {"ends_early": True}):
        assert not paused_openly(contract("signed", paused_from=from_day, **known))
    assert not paused_openly(contract("signed")) and not paused_openly(None)


def test_what_is_over_and_not_recorded_yet_is_no_next_session() -> None:
    series = [session(1, "planned"), session(2, "planned")]
    assert used(series, None, now=series[0].ends_at).next_at == series[1].starts_at


def test_a_process_is_paused_from_the_pauses_first_day_until_it_goes_on() -> None:
    first = date(2027, 6, 1)
    paused = contract("signed", paused_from=first, goes_on=first + timedelta(days=7))
    days = [is_paused(paused, first + timedelta(days=one)) for one in (-1, 0, 6, 7)]
    assert days == [False, True, True, False] and is_paused(contract("signed", paused_from=first), first)
    assert not is_paused(None, first)
