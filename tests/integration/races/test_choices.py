"""Two coordinators choose one supervisor, who has one place left: one of them does, and the other is told why not."""

from uuid import UUID

from services.messages.intake import InquiryStatus, ShowInquiry
from services.runtime.commands.refusal import Refusal
from tests.grown import grown
from tests.house import House
from tests.integration.intake import builders as intake
from tests.integration.races.rounds import ROUNDS, came_out, meet


async def two_that_wait(house: House) -> tuple[UUID, list[UUID]]:
    """A supervisor with one place, who has declared what they have to do with either; and two processes."""
    supervisor_id = await intake.supervisor(house, capacity=1)
    waiting = [await intake.in_matching(house) for _ in range(2)]
    for process_id in waiting:
        await house.ask(intake.declaration(process_id, supervisor_id))
    return supervisor_id, waiting


async def test_of_two_processes_at_once_one_gets_the_last_place(house: House) -> None:
    await house.open("directory", "intake")
    for turn in range(ROUNDS):
        supervisor_id, waiting = await grown(house, two_that_wait)
        orders = [intake.choice(one, supervisor_id) for one in waiting]
        outcomes = await meet(house, "intake", turn, *orders)
        refused = [one for one in outcomes if isinstance(one, Refusal)]
        assert [(one.code, one.reason) for one in refused] == [("supervisor_not_eligible", "no_capacity")]
        found = [(await house.ask(ShowInquiry(process_id=one))).status for one in waiting]
        assert sorted(found) == sorted([InquiryStatus.IN_MATCHING, InquiryStatus.MATCHED])
        came_out("the one process" if found[0] == InquiryStatus.MATCHED else "the other process")


async def test_of_two_choices_for_one_process_at_once_one_stands(house: House) -> None:
    """Neither takes the place of the other unseen: who chooses anew says whom they replace."""
    await house.open("directory", "intake")
    for turn in range(ROUNDS):
        supervisor_id, (process_id, _) = await grown(house, two_that_wait)
        another = await intake.supervisor(house, email="olli@virta.example")
        await house.ask(intake.declaration(process_id, another))
        orders = [intake.choice(process_id, one) for one in (supervisor_id, another)]
        outcomes = await meet(house, "intake", turn, *orders)
        [refused] = [one for one in outcomes if isinstance(one, Refusal)]
        assert refused.code == "not_in_matching"
        [chosen] = [
            order.supervisor_id for order, got in zip(orders, outcomes, strict=True) if got is not refused
        ]
        assert (await house.ask(ShowInquiry(process_id=process_id))).supervisor_id == chosen
        came_out("the one supervisor" if chosen == supervisor_id else "the other supervisor")
