"""Turns in any order: no session lies outside the contract, and none of what was agreed is lost or counted twice."""

import itertools

from hypothesis import example, given, settings
from hypothesis import strategies as st

from services.runtime.finland import local_date
from services.sessions import contract_facts
from tests.searching import examples
from tests.unit.sessions.turns.turning_series import TurningSeries

TURNS = st.lists(
    st.tuples(
        st.sampled_from(["pause", "away", "other_supervisor", "amend", "cancel", "terminate"]),
        st.integers(0, 60),
        st.integers(1, 90),
        st.integers(0, 60),
    ),
    min_size=1,
    max_size=6,
)


@settings(max_examples=examples(0.5))
@given(turns=TURNS)
# An end in November is signed in January and in force from March on; then its supervisor is away until that end.
@example(turns=[("amend", 60, 1, 0), ("away", 280, 32, 0)])
def test_no_session_is_left_on_a_day_that_no_version_of_the_contract_covers(
    turns: list[tuple[str, int, int, int]],
) -> None:
    """Nor in a pause, nor at another's time."""
    series = TurningSeries()
    for what, ahead, length, then in turns:
        series.take(what, ahead, length)
        days = [local_date(one.starts_at) for one in series.live.values()]
        assert all(contract_facts.covers(series.versions, day) for day in days)
        assert not [day for day in days for first, goes_on in series.pauses if first <= day < goes_on]
        in_order = sorted((one.starts_at, one.ends_at) for one in series.live.values())
        assert all(ends <= begins for (_, ends), (begins, _) in itertools.pairwise(in_order))
        series.pass_days(then)


@settings(max_examples=examples(0.5))
@given(turns=TURNS)
def test_what_was_agreed_is_held_charged_planned_or_said_to_have_fallen(
    turns: list[tuple[str, int, int, int]],
) -> None:
    series = TurningSeries()
    for what, ahead, length, then in turns:
        series.take(what, ahead, length)
        series.pass_days(then)
        numbers = sorted([*series.live, *series.ended])
        assert numbers == list(range(1, series.agreed + 1))
        assert all(one.number == number for number, one in series.live.items())
        assert list(series.ended.values()).count("lost") == series.lost
