"""Turns in any order, by the services themselves: nothing of what was agreed is lost, doubled or told otherwise.

What is agreed, as a rule alone, is tried by tests/unit/sessions/turns; here the orders go the way of their people's.
"""

import os
from random import Random

import pytest

from deploy.checkout.trials import ROUNDS
from tests.house import House
from tests.integration.sessions.turns.standing import stands
from tests.integration.sessions.turns.turning_year import TurningYear, begun

TURNS = (
    "pause_for", "pause_openly", "resume", "resume", "draft_number", "draft_number", "draft_interval", "draft_length",
    "draft_end", "other_for_good", "other_for_a_while", "sign", "sign", "sign", "sign", "withdraw",
    "customer_cancels", "supervisor_cancels", "move_one", "move_series", "days_away", "replan", "replan",
    "all_agree_to_an_earlier_end",
)  # fmt: skip
IN_A_YEAR = 18
DAYS_BETWEEN = (0, 0, 3, 10, 30)
YEARS = int(os.environ.get(ROUNDS, "3"))
"""Always the same ones: what they find in one checkout, they find in each."""


@pytest.mark.parametrize("seed", range(1, YEARS + 1))
async def test_all_that_was_agreed_is_held_planned_waited_for_or_told_to_fall(
    sessions: House, seed: int
) -> None:
    dice = Random(seed)
    year = TurningYear(sessions, *await begun(sessions))
    await year.begin()
    for _ in range(IN_A_YEAR):
        await year.take(dice.choice(TURNS), dice.randrange(60), dice.randrange(1, 60))
        await stands(year)
        await year.pass_days(dice.choice(DAYS_BETWEEN))
        await stands(year)
    await year.take("terminate", 0, 0)
    await stands(year)
