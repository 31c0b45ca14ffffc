"""Something else under the same key is refused: nothing that somebody said is taken in and thrown away."""

import pytest

from services.messages.intake import ShowInquiry, ShowProposal
from services.runtime.commands.refusal import Refusal
from tests.integration.intake.builders import answer, decision, in_matching, inquiry, proposed, supervisor


async def code(house, order) -> str:
    with pytest.raises(Refusal) as no:
        await house.ask(order)
    return no.value.code


async def test_a_second_wish_for_a_change_is_not_taken_in_and_thrown_away(intake):
    process_id = await proposed(intake, await supervisor(intake))
    first = answer(process_id, "ask_change", reason="Vasta helmikuussa.")
    for _ in range(2):
        await intake.ask(first)
    other = answer(process_id, "ask_change", reason="Ja perjantaisin.")
    assert await code(intake, other) == "already_answered"
    shown = await intake.ask(ShowProposal(process_id=process_id))
    assert shown.answer_reason == "Vasta helmikuussa."


async def test_a_second_reason_for_a_decline_is_not_taken_in_and_thrown_away(intake):
    process_id = await proposed(intake, await supervisor(intake))
    for _ in range(2):
        await intake.ask(answer(process_id, "decline", reason="Ei tänä vuonna."))
    assert await code(intake, answer(process_id, "decline", reason="Liian kallis.")) == "already_answered"


async def test_a_second_decision_for_another_department_or_reason_is_refused(intake):
    process_id = await in_matching(intake)
    await intake.ask(decision(process_id))
    other = decision(process_id, department_name="Varhaiskasvatus")
    assert await code(intake, other) == "already_decided"
    redirected = inquiry()
    await intake.ask(redirected)
    for _ in range(2):
        await intake.ask(decision(redirected.inquiry_id, "training", "Koulutusta."))
    again = decision(redirected.inquiry_id, "training", "Kurssi sopii paremmin.")
    assert await code(intake, again) == "already_decided"
    assert (await intake.ask(ShowInquiry(process_id=redirected.inquiry_id))).outcome_reason == "Koulutusta."
