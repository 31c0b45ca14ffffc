"""How far a paper has come is told as the events of its changes have said it."""

from uuid import uuid4

from services.messages.contracts import ContractProgress, ContractSigned, ShowProgress
from tests.integration.contracts.builders import drafted, expiry, said, signed, signing


async def progress(house, process_id):
    return await house.ask(ShowProgress(process_id=process_id))


async def test_before_there_is_a_paper_nothing_is_over(contracts):
    assert await progress(contracts, uuid4()) == ContractProgress(status=None)


async def test_a_draft_is_what_its_process_waits_for(contracts):
    assert await progress(contracts, await drafted(contracts)) == ContractProgress(status="draft")


async def test_a_paper_that_has_come_to_nothing_is_over(contracts):
    card = await signing(contracts)
    assert (await progress(contracts, card.process_id)).status == "signing"
    await contracts.ask(expiry(card.process_id))
    assert await progress(contracts, card.process_id) == ContractProgress(status="expired", is_over=True)


async def test_of_a_signed_one_the_times_are_told_that_its_event_said(contracts):
    card = await signed(contracts)
    [told] = await said(contracts, ContractSigned)
    assert await progress(contracts, card.process_id) == ContractProgress(
        status="signed", continuation_at=told.continuation_reminders_at, ends_at=told.ends_at
    )
