"""A wait goes on from the state, and after an outage says only what still matters."""

from typing import Any

import pytest
from temporalio.client import Client

from services.messages.contracts import RemindSigner
from services.runtime.commands.refusal import Refusal
from tests.workflows import scenarios
from tests.workflows.journey import at, begin, first_monday
from tests.workflows.stand_in import StandIn
from workflows.supervision.facts import ContractSigned, ReviewClosed
from workflows.supervision.state import Phase, Resolution
from workflows.supervision.waits import Awaited, Wait

pytestmark = pytest.mark.servers
INTERIM, FINAL = ReviewClosed(review="interim"), ReviewClosed(review="final")


def wait(reminded: int, reminders: tuple[int, ...], ends: int | None = None) -> Wait:
    """As one that was begun on the first day; the days are counted from it."""
    began = first_monday()
    return Wait(
        since=began,
        reminded=reminded,
        reminders_at=[at(began, day) for day in reminders],
        ends_at=at(began, ends) if ends else None,
    )


async def test_of_reminders_that_fell_due_while_it_could_not_go_on_only_the_latest_goes_out(
    client: Client, services: StandIn
) -> None:
    late, too_late = await begin(client, services), await begin(client, services)
    for process, day in ((late, 21), (too_late, 37)):
        services.faults[RemindSigner] = [Refusal("unknown_process")]
        await scenarios.completed(process)
        await process.until_day(day)
        assert process.asked() == ["day 5: draft_contract", "day 9: remind_signer 1"]
        await process.resolve(Resolution(action="skip", reason="the signer was called"))
    assert late.asked()[2:] == ["day 21: remind_signer 3"]
    assert too_late.asked()[2:] == ["day 37: expire_contract"]


@pytest.mark.parametrize(
    ("state", "until_day", "expected"),
    [
        (
            {"waits": {Awaited.SCREENING: wait(1, (4,))}},
            30,
            ["day 4: remind_of_step screening 2"],
        ),
        (
            {"phase": Phase.CONTRACT, "waits": {Awaited.SIGNATURES: wait(2, (14,), 30)}},
            31,
            ["day 14: remind_signer 3", "day 30: expire_contract"],
        ),
        (
            {
                "phase": Phase.SESSIONS,
                "proposed": True,
                "waits": {Awaited.FINAL_REVIEW: wait(0, ())},
                "signed": ContractSigned(continuation_at=[], ends_at=at(first_monday(), 50)),
            },
            40,
            [],
        ),
    ],
)
async def test_a_process_that_is_taken_up_in_a_wait_goes_on_with_it_and_repeats_nothing(
    client: Client, services: StandIn, state: dict[str, Any], until_day: int, expected: list[str]
) -> None:
    process = await begin(client, services, **state)
    await process.until_day(until_day)
    assert process.asked() == expected


async def test_a_proposal_that_is_taken_up_while_it_waits_for_its_answer_is_not_sent_again(
    client: Client, services: StandIn
) -> None:
    first = await begin(client, services)
    state = {"phase": Phase.PROPOSAL, "proposal": first.sent(24)}
    process = await begin(client, services, **state, waits={Awaited.PROPOSAL_ANSWER: wait(1, (), 25)})
    await process.until_day(24)
    assert process.asked() == [] and await process.waits_until_day() == (25, "12:00")
    await process.hear(process.answered("accept"))
    assert (await process.view()).phase == Phase.CONTRACT
