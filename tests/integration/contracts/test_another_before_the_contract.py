"""Another supervisor is chosen for what is accepted or renewed while its paper is a draft, which names them then."""

import pytest

from services.messages.contracts import WithdrawContract
from services.messages.intake import ShowInquiry, SupervisorMatched
from services.messages.values import Party
from services.runtime.commands.refusal import Refusal
from tests.integration.contracts.builders import (
    COORDINATOR,
    DRAFTED,
    SUCCESSOR,
    completion,
    draft,
    drafted,
    renew,
    sign_by,
    signature,
    signed,
    signing,
)
from tests.integration.intake.builders import choice, chosen, declaration, said, supervisor


async def code(house, order) -> str:
    with pytest.raises(Refusal) as refused:
        await house.ask(order)
    return refused.value.code


async def test_a_draft_names_whoever_was_chosen_since_and_they_sign_it(contracts):
    process_id = await drafted(contracts)
    before = (await contracts.ask(ShowInquiry(process_id=process_id))).supervisor_id
    other = await supervisor(contracts, "other@virta.example", audiences=["group"])
    for _ in range(2):
        await chosen(contracts, process_id, other, instead_of=before)
    inquiry = await contracts.ask(ShowInquiry(process_id=process_id))
    assert (inquiry.status, inquiry.supervisor_id) == ("accepted", other)
    told = (await said(contracts, SupervisorMatched))[-1]
    assert (told.supervisor_id, told.reminders_at) == (other, [])
    card = await contracts.ask(completion(process_id))
    assert card.parties.supervisor_id == other
    await sign_by(contracts, card, [Party.COMMISSIONER, Party.SUPERVISEE])
    assert await code(contracts, signature(card, Party.SUPERVISOR, signer_id=before)) == "not_the_signer"
    assert (await contracts.ask(signature(card, Party.SUPERVISOR))).status == "signed"


async def test_what_is_with_its_signers_is_taken_back_first(contracts):
    card = await signing(contracts)
    before = card.parties.supervisor_id
    other = await supervisor(contracts, "other@virta.example", audiences=["group"])
    await contracts.ask(declaration(card.process_id, other))
    order = choice(card.process_id, other, instead_of=before)
    assert await code(contracts, order) == "already_signing"
    back = {"process_id": card.process_id, "version": card.version, "reason": "another supervisor"}
    await contracts.ask(
        WithdrawContract.model_validate(back | {"withdrawn_by": COORDINATOR, "as_of": DRAFTED})
    )
    await contracts.ask(order)
    again = await contracts.ask(completion(card.process_id, version=card.version + 1))
    assert again.parties.supervisor_id == other


async def test_nobody_is_chosen_for_what_is_signed(contracts):
    card = await signed(contracts)
    other = await supervisor(contracts, "other@virta.example", audiences=["group"])
    await contracts.ask(declaration(card.process_id, other))
    order = choice(card.process_id, other, instead_of=card.parties.supervisor_id)
    assert await code(contracts, order) == "not_in_matching"


async def test_of_two_who_choose_at_once_the_second_is_told(contracts):
    process_id = await drafted(contracts)
    before = (await contracts.ask(ShowInquiry(process_id=process_id))).supervisor_id
    first = await supervisor(contracts, "first@virta.example", audiences=["group"])
    second = await supervisor(contracts, "second@virta.example", audiences=["group"])
    await chosen(contracts, process_id, first, instead_of=before)
    await contracts.ask(declaration(process_id, second))
    assert await code(contracts, choice(process_id, second, instead_of=before)) == "not_in_matching"


async def test_a_renewal_goes_on_with_whoever_was_chosen_for_it(contracts):
    card = await signed(contracts)
    await renew(contracts, card.process_id)
    await contracts.quiet()
    await contracts.ask(draft(SUCCESSOR, renews=card.process_id))
    other = await supervisor(contracts, "other@virta.example", audiences=["group"])
    await chosen(contracts, SUCCESSOR, other, instead_of=card.parties.supervisor_id)
    renewed = await contracts.ask(completion(SUCCESSOR))
    assert (renewed.parties.supervisor_id, renewed.renews) == (other, card.process_id)
