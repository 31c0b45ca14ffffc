"""Years that turn: a pause that is over sooner or terminated, another last day, a paper that was refused."""

import pytest

from tests.workflows import scenarios
from tests.workflows.journey import Journey
from tests.workflows.scenarios import LAST_DAY

pytestmark = pytest.mark.servers


async def test_what_a_pause_has_held_is_done_on_the_day_on_which_it_is_over_sooner(process: Journey) -> None:
    await scenarios.paused_less(process)
    assert await process.handle.result() == "closed"
    # Of the pause that was called off nothing is left but one look at the series, at its instant.
    assert process.asked()[2:] == [
        "day 150: look_at_series",
        "day 162: look_at_series",
        "day 162: open_review interim",
        "day 240: look_at_series",
        "day 309: look_at_series",
        "day 309: open_review final",
        f"day {LAST_DAY}: ask_continuation",
        f"day {LAST_DAY + 16}: ask_continuation",
        f"day {LAST_DAY + 30}: end_process",
    ]


async def test_a_pause_whose_end_is_agreed_ends_with_the_termination(process: Journey) -> None:
    await scenarios.terminated_in_a_pause(process)
    assert process.asked()[2:] == ["day 160: end_process"]
    assert await process.handle.result() == "closed"


async def test_how_it_goes_on_is_asked_before_the_last_day_that_was_signed(process: Journey) -> None:
    await scenarios.last_day_amended(process)
    asked = [one for one in process.asked() if "continuation" in one or "end_process" in one]
    last_day = LAST_DAY + 46
    assert asked[0] == f"day {LAST_DAY + 30}: ask_continuation"
    assert asked[-1] == f"day {last_day}: end_process"
    assert await process.handle.result() == "closed"


async def test_a_paper_that_was_refused_and_taken_back_is_signed_in_the_end(process: Journey) -> None:
    await scenarios.signed_after_a_no(process)
    assert process.asked()[:3] == [
        "day 5: draft_contract",
        "day 18: remind_signer 1",
        "day 18: propose_first_plan",
    ]
    assert await process.handle.result() == "closed"


async def test_a_correction_of_what_was_accepted_has_its_draft_made_anew(process: Journey) -> None:
    await scenarios.proposal_corrected(process)
    assert process.asked()[:2] == ["day 5: draft_contract", "day 9: draft_contract"]
    assert await process.handle.result() == "contract_expired"
