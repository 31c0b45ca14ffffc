"""Turns in any order, from the inquiry on: what a process asks for, what it leaves alone, and that it ends."""

import itertools

from hypothesis import example, given, settings
from hypothesis import strategies as st

from services.messages import contracts, intake, sessions
from tests.searching import examples
from tests.unit.workflows.lives import TURNS, Life
from tests.unit.workflows.simulated import in_a_loop
from tests.workflows.stand_in import when
from workflows.supervision.state import Phase

ENDS = {
    "redirected", "withdrawn", "proposal_decline", "proposal_expired", "trial_no_go", "contract_expired", "closed",
}  # fmt: skip
LOOKS_AHEAD = (sessions.LookAtSeries, sessions.OpenReview, contracts.AskContinuation)
OF_THE_PAPER = (
    contracts.DraftContract, contracts.RemindOfDraft, contracts.RemindSigner, contracts.ExpireContract,
    intake.RemindOfStep, intake.ExpireProposal, contracts.LookAtTrial,
)  # fmt: skip
# What is done, how many days after it the next one is, and a number of days that it speaks of.
STEPS = st.lists(st.tuples(st.sampled_from(TURNS), st.integers(0, 30), st.integers(1, 60)), max_size=12)
FORWARD = [("next_but_trial", 1, 1)] * 6
"""As far as a contract that is signed and a plan that is confirmed."""
AFTER_THE_CONTRACT = STEPS.map(lambda steps: [*FORWARD, *steps])
LIVES = st.one_of(STEPS, AFTER_THE_CONTRACT)


def lived(steps: list[tuple[str, int, int]]) -> Life:
    life = Life()

    def play() -> None:
        with life.process.standing_in():
            life.pass_days(0)
            for what, then, days in steps:
                life.take(what, days)
                life.pass_days(then)
            life.finish()

    in_a_loop(play)
    return life


@settings(max_examples=examples(3))
@given(steps=LIVES)
@example(steps=[("next", 1, 1)] * 4 + [("release", 1, 1)] + [("put_off", 9, 9), ("next", 1, 1)])
@example(steps=[*FORWARD, ("open_pause", 30, 1), ("release", 30, 1), ("terminate", 1, 20)])
@example(steps=[*FORWARD, ("silence", 200, 1), ("pause", 0, 60), ("amend", 0, 1), ("review", 1, 2)])
def test_every_path_comes_to_an_end_that_is_known(steps: list[tuple[str, int, int]]) -> None:
    """Also where releases follow on each other in the middle of it."""
    life = lived(steps)
    assert life.process.ended in ENDS
    assert life.state.phase is Phase.ENDED


@settings(max_examples=examples(3))
@given(steps=AFTER_THE_CONTRACT)
@example(steps=[*FORWARD, ("open_pause", 30, 1)] + [("silence", 30, 1)] * 9)
# A review is reached in a pause, and another release takes the process over meanwhile.
@example(
    steps=[*FORWARD] + [("next", 30, 1)] + [("silence", 30, 1)] * 3 + [("pause", 30, 60), ("release", 1, 1)]
)
def test_nothing_is_asked_for_in_a_pause_but_what_becomes_of_a_long_one(
    steps: list[tuple[str, int, int]],
) -> None:
    life = lived(steps)
    for first, last, long_at in life.pauses:
        assert first
        inside = [one for one in life.owners.asked if first <= when(one) and (not last or when(one) < last)]
        assert all(isinstance(one, contracts.RemindOfPause) for one in inside)
        assert len(inside) <= 1 and all(long_at and when(one) >= long_at for one in inside)


@settings(max_examples=examples(3))
@given(steps=LIVES)
def test_what_is_past_is_asked_about_no_more_and_a_plan_is_proposed_once(
    steps: list[tuple[str, int, int]],
) -> None:
    life = lived(steps)
    asked, signed_at, told_at = life.owners.asked, life.signed_at, life.terminated_at
    assert all(when(one) <= when(then) for one, then in itertools.pairwise(asked))
    assert sum(isinstance(one, sessions.ProposeFirstPlan) for one in asked) == (signed_at is not None)
    for past, no_more in ((signed_at, OF_THE_PAPER), (told_at, LOOKS_AHEAD)):
        assert not [one for one in asked if past and when(one) > past and isinstance(one, no_more)]


@settings(max_examples=examples(2))
@given(steps=AFTER_THE_CONTRACT)
def test_it_ends_on_the_last_day_that_its_owner_has_said_and_never_before(
    steps: list[tuple[str, int, int]],
) -> None:
    life = lived(steps)
    if life.process.ended == "closed":
        ends = [one.as_of for one in life.owners.asked if isinstance(one, contracts.EndProcess)]
        assert life.owners.ends_at and ends[-1] >= life.owners.ends_at
        assert all(at >= life.owners.ends_at for at in ends) or len(ends) > 1
