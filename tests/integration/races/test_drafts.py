"""A renewal's draft is completed, or its choice taken back, while it lapses: one of them counts, and only one."""

from datetime import timedelta

import pytest

from services.messages.contracts import (
    ContinuationTakenBack,
    ContractCard,
    ContractCompleted,
    ContractExpired,
    ContractGivenUp,
    TakeBackContinuation,
)
from services.messages.values import Utc
from services.runtime.commands.refusal import Refusal
from tests.grown import grown
from tests.house import House
from tests.integration.contracts.builders import COMMISSIONER, SUCCESSOR, completion, said, show
from tests.integration.contracts.renewing.test_drafts_that_lapse import DRAFTED, renewal
from tests.integration.races.rounds import ROUNDS, came_out, in_turns

A_SECOND = timedelta(seconds=1)
_SOONER = "update contract set draft_lapses_at = $1 where status = 'draft' and renews is not null"
_ENDS = (ContractCompleted, ContractExpired, ContractGivenUp, ContinuationTakenBack)


async def about_to_lapse(house: House) -> tuple[ContractCard, Utc]:
    """In an hour, by shorter promises: the year before it goes on, so that its choice may be taken back too."""
    old = await grown(house, renewal)
    over = max(house.clock.now(), DRAFTED) + timedelta(hours=1)
    await house.rows("contracts", _SOONER, over)
    return old, over


async def lapse(house: House, at: Utc) -> None:
    house.move_clock(at)
    await house.quiet()


@pytest.mark.parametrize("act", ["completed", "taken back"])
async def test_it_lapses_or_what_is_done_in_the_last_second_counts(house: House, act: str) -> None:
    await house.open("directory", "intake", "contracts")
    for turn in range(ROUNDS):
        old, over = await about_to_lapse(house)
        before = len(await said(house))
        at = {"as_of": over - A_SECOND}
        back = TakeBackContinuation(process_id=old.process_id, taken_back_by=COMMISSIONER, **at)
        order = completion(SUCCESSOR, **at) if act == "completed" else back
        [answer, _] = await in_turns(turn, [house.ask(order)], [lapse(house, over)])
        told = [type(one).__name__ for one in (await said(house))[before:] if isinstance(one, _ENDS)]
        assert not isinstance(answer, BaseException) or isinstance(answer, Refusal), answer
        refused = answer.code if isinstance(answer, Refusal) else None
        status = (await show(house, SUCCESSOR)).status
        goes_on = (await show(house, old.process_id)).successor_id
        assert (status, refused, told, goes_on) in (
            ("signing", None, ["ContractCompleted"], SUCCESSOR),
            ("given_up", None, ["ContractGivenUp", "ContinuationTakenBack"], None),
            (
                "expired",
                "contract_expired" if act == "completed" else None,
                ["ContractExpired", "ContinuationTakenBack"],
                None,
            ),
        )
        came_out(f"it is {status}")
