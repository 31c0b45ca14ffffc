"""A trial: who agrees to it, when it is decided, and by whom. Its one session is on Monday 18 January 2027."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.contracts.trials.agreeing import Parties, TrialTerms, missing, standing
from services.contracts.trials.deadlines import decision_times
from services.contracts.trials.deciding import (
    SIDES,
    Decision,
    Side,
    Word,
    all_heard,
    ends_process,
    lapse,
    say,
)
from services.messages.promises import Promises
from services.runtime.commands.refusal import Refusal
from services.runtime.finland import end_of, start_of, to_local
from tests.other_promises import OTHER

HELD_ON = date(2027, 1, 18)
TIMES = decision_times(HELD_ON, 14, Promises())
OPEN = Decision(TIMES.lapses_at)
ON_25_JANUARY = datetime(2027, 1, 25, 9, tzinfo=UTC)
TERMS = TrialTerms(1, "normal", ends_by=date(2027, 2, 28), decision_days=14)
COMMISSIONER, SUPERVISOR, AINO, OLLI = (UUID(int=number) for number in range(4))


def local(instant: datetime) -> str:
    return f"{to_local(instant):%d.%m.%Y %H:%M}"


def test_the_decision_is_reminded_of_due_and_over() -> None:
    assert local(TIMES.reminder_at) == "29.01.2027 08:00"
    assert TIMES.due_at == end_of(date(2027, 2, 1))
    assert local(TIMES.due_at) == "02.02.2027 00:00"
    assert local(TIMES.lapses_at) == "16.02.2027 00:00"


def test_the_times_are_those_that_were_promised_to_the_process() -> None:
    times = decision_times(HELD_ON, 14, OTHER)
    assert local(times.reminder_at) == "28.01.2027 08:00"
    assert (times.due_at, local(times.lapses_at)) == (TIMES.due_at, "11.02.2027 00:00")


def test_the_change_of_the_clocks_moves_no_midnight() -> None:
    times = decision_times(date(2027, 3, 8), 14, Promises())
    assert (local(times.due_at), local(times.lapses_at)) == ("23.03.2027 00:00", "06.04.2027 00:00")


def test_both_have_to_say_go() -> None:
    half = say(OPEN, "supervisees", "go", ON_25_JANUARY, members_heard=True)
    assert half.outcome is None
    assert say(half, "supervisor", "go", ON_25_JANUARY).outcome == "go"


@pytest.mark.parametrize("side", SIDES)
def test_the_first_no_go_decides(side: Side) -> None:
    decided = say(OPEN, side, "no_go", ON_25_JANUARY, members_heard=True)
    assert decided.outcome == "no_go" and ends_process("no_go")
    for other in SIDES:
        if other != side:
            with pytest.raises(Refusal, match="trial_decided"):
                say(decided, other, "go", ON_25_JANUARY, members_heard=True)


def test_a_go_becomes_a_no_go_until_the_other_side_has_said_go() -> None:
    half = say(OPEN, "supervisor", "go", ON_25_JANUARY)
    assert say(half, "supervisor", "no_go", ON_25_JANUARY).outcome == "no_go"
    whole = say(half, "supervisees", "go", ON_25_JANUARY, members_heard=True)
    with pytest.raises(Refusal, match="trial_decided"):
        say(whole, "supervisor", "no_go", ON_25_JANUARY)


def test_the_supervisees_word_is_everybodys() -> None:
    with pytest.raises(Refusal, match="members_not_heard"):
        say(OPEN, "supervisees", "go", ON_25_JANUARY)


def test_the_same_word_again_changes_nothing_whenever_it_comes() -> None:
    said = say(OPEN, "supervisor", "no_go", ON_25_JANUARY)
    assert say(said, "supervisor", "no_go", TIMES.lapses_at) is said


def test_silence_is_never_go() -> None:
    half = say(OPEN, "supervisor", "go", ON_25_JANUARY)
    for undecided in (OPEN, half):
        assert lapse(undecided, TIMES.lapses_at - timedelta(microseconds=1)) is undecided
        lapsed = lapse(undecided, TIMES.lapses_at)
        assert lapsed.outcome == "lapsed" and ends_process("lapsed")


def test_after_its_time_nobody_decides_also_while_the_timer_is_late() -> None:
    with pytest.raises(Refusal, match="trial_decided"):
        say(OPEN, "supervisor", "go", TIMES.lapses_at)


def test_a_late_timer_finds_what_was_decided() -> None:
    half = say(OPEN, "supervisor", "go", ON_25_JANUARY)
    whole = say(half, "supervisees", "go", TIMES.lapses_at - timedelta(seconds=5), members_heard=True)
    assert lapse(whole, TIMES.lapses_at + timedelta(seconds=11)) is whole
    assert not ends_process("go")


Said = tuple[Side, Word, int]


@given(st.lists(st.tuples(st.sampled_from(SIDES), st.sampled_from(["go", "no_go"]), st.integers(0, 40))))
def test_whatever_is_said_every_trial_ends_and_only_two_yes_are_a_go(words: list[Said]) -> None:
    decision = OPEN
    for side, word, day in sorted(words, key=lambda one: one[2]):
        before = decision.outcome
        try:
            decision = say(decision, side, word, start_of(HELD_ON) + timedelta(days=day), members_heard=True)
        except Refusal:
            continue
        assert before is None or decision.outcome == before
    ended = lapse(decision, TIMES.lapses_at)
    assert ended.outcome is not None
    assert (ended.outcome == "go") == (dict(ended.words) == dict.fromkeys(SIDES, "go"))


@pytest.mark.parametrize("sessions", [-1, 0, 4])
def test_a_trial_has_one_to_three_sessions(sessions: int) -> None:
    with pytest.raises(Refusal, match="trial_sessions_out_of_range"):
        TrialTerms(sessions, "free", TERMS.ends_by, 14)


def test_its_decision_takes_a_day_at_least() -> None:
    with pytest.raises(Refusal, match="trial_days_not_positive"):
        TrialTerms(1, "free", TERMS.ends_by, 0)


def test_everybody_says_yes_to_the_agreement() -> None:
    parties = Parties(COMMISSIONER, SUPERVISOR, (AINO, OLLI))
    assert missing(parties, ()) == (COMMISSIONER, SUPERVISOR, AINO, OLLI)
    assert missing(parties, {AINO, COMMISSIONER}) == (SUPERVISOR, OLLI)
    assert not missing(parties, [OLLI, AINO, SUPERVISOR, COMMISSIONER])


def test_a_commissioner_who_is_the_only_member_is_asked_once() -> None:
    assert missing(Parties(AINO, SUPERVISOR, (AINO,)), ()) == (AINO, SUPERVISOR)


def test_the_first_session_is_put_off_while_it_still_costs_nothing() -> None:
    """Five working days before a Monday: the end of the Monday before."""
    limit = end_of(date(2027, 1, 11))
    before = limit - timedelta(microseconds=1)
    assert standing(TERMS, False, limit, before) == "open"
    assert standing(TERMS, False, limit, limit) == "put_off"
    assert standing(TERMS, True, limit, limit) == "agreed"


def test_an_agreement_that_not_everybody_accepts_comes_to_nothing() -> None:
    put_off_at, over = end_of(date(2027, 1, 11)), end_of(TERMS.ends_by)
    assert standing(TERMS, False, put_off_at, over - timedelta(microseconds=1)) == "put_off"
    assert standing(TERMS, False, put_off_at, over) == "lapsed"


def test_only_who_speaks_for_several_states_that_each_was_heard() -> None:
    assert all_heard(1, stated=False) and all_heard(2, stated=True)
    assert not all_heard(2, stated=False)
