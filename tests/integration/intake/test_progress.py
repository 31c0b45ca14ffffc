"""How far a process has come is told as the events of its steps have said it."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from services.messages.envelope import Command
from services.messages.intake import (
    InquiryProgress,
    InquiryReceived,
    ProposalAnswered,
    ProposalSent,
    ScreeningDecided,
    ShowProgress,
    SupervisorMatched,
)
from services.runtime.commands.refusal import Refusal
from tests.house import House
from tests.integration.intake.builders import (
    answer,
    asking,
    chosen,
    decision,
    in_matching,
    inquiry,
    price,
    proposal,
    proposed,
    said,
    supervisor,
)


async def progress(house: House, process_id: UUID) -> InquiryProgress:
    return await house.ask(ShowProgress(process_id=process_id))


async def test_at_each_step_it_is_reminded_of_at_the_times_that_its_event_said(intake: House) -> None:
    sari, order = await supervisor(intake), await asking(intake, inquiry())
    process_id = order.inquiry_id
    steps: list[tuple[Command[Any] | None, type[Any]]] = [
        (order, InquiryReceived),
        (decision(process_id), ScreeningDecided),
        (None, SupervisorMatched),
        (proposal(process_id), ProposalSent),
        (answer(process_id, "ask_change", reason="Toinen päivä."), ProposalAnswered),
    ]
    for step, event in steps:
        await (intake.ask(step) if step else chosen(intake, process_id, sari))
        if event is SupervisorMatched:
            await intake.ask(price())
        [told] = await said(intake, event)
        found = await progress(intake, process_id)
        assert (found.reminders_at, found.is_over) == (told.reminders_at, False), event
        assert found.expires_at == (told.expires_at if event is ProposalSent else None)


async def test_what_was_accepted_waits_for_nothing_of_intake(intake: House) -> None:
    process_id = await proposed(intake, await supervisor(intake))
    await intake.ask(answer(process_id))
    assert await progress(intake, process_id) == InquiryProgress(status="accepted", is_over=False)


async def test_what_was_declined_or_is_no_supervision_is_over(intake: House) -> None:
    declined = await proposed(intake, await supervisor(intake))
    await intake.ask(answer(declined, "decline", reason="Liian kallis."))
    redirected = inquiry(business_id="0116297-6", organisation_name="Virta", contact_email="a@virta.example")
    await intake.ask(redirected)
    await intake.ask(decision(redirected.inquiry_id, "orientation", "Perehdytys."))
    assert (await progress(intake, declined)).is_over
    assert (await progress(intake, redirected.inquiry_id)).is_over


async def test_of_a_process_that_is_not_known_nothing_is_told(intake: House) -> None:
    await in_matching(intake)
    with pytest.raises(Refusal, match="unknown_process"):
        await progress(intake, uuid4())
