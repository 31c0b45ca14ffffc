"""Who may answer, sign and choose for a customer is looked up on the day: having asked once gives nothing."""

from uuid import UUID

import pytest

from services.messages.contracts import Choice
from services.messages.directory import EndRelation, RelatePerson
from services.messages.intake import ShowInquiry
from services.messages.values import Party
from services.runtime.commands.refusal import Refusal
from tests.founder import FOUNDER
from tests.house import House
from tests.integration.contracts.builders import (
    COMMISSIONER,
    MEMBERS,
    SIGNED,
    SUCCESSOR,
    choice,
    draft,
    show,
    sign_by,
    signature,
    signed,
    signing,
)
from tests.integration.contracts.test_declining import no
from tests.integration.intake.builders import answer, known_as, proposed, supervisor

SUCCESSOR_IN_OFFICE = MEMBERS[4]


async def code(house: House, order: object) -> str:
    with pytest.raises(Refusal) as refused:
        await house.ask(order)  # type: ignore[arg-type]
    return refused.value.code


async def hand_over(house: House, process_id: UUID) -> None:
    """Who asked leaves; another one is HR from then on."""
    organisation_id = (await house.ask(ShowInquiry(process_id=process_id))).organisation_id
    await house.ask(known_as(SUCCESSOR_IN_OFFICE, "uusi.hr@jarvikunta.example"))
    facts = {"relation": "hr", "organisation_id": organisation_id, "as_of": SIGNED}
    named = RelatePerson(person_id=SUCCESSOR_IN_OFFICE, given_by=FOUNDER, **facts)
    await house.ask(named)
    await house.ask(EndRelation(person_id=COMMISSIONER, ended_by=FOUNDER, **facts))


async def test_a_proposal_is_answered_by_who_acts_for_the_organisation_today(contracts):
    process_id = await proposed(contracts, await supervisor(contracts))
    await hand_over(contracts, process_id)
    assert await code(contracts, answer(process_id)) == "not_a_commissioner"
    await contracts.ask(answer(process_id, answered_by=SUCCESSOR_IN_OFFICE))
    assert (await contracts.ask(draft(process_id))).status == "draft"


async def test_a_contract_is_signed_or_declined_by_who_acts_today_though_it_names_another(contracts):
    card = await signing(contracts)
    await hand_over(contracts, card.process_id)
    assert await code(contracts, signature(card, Party.COMMISSIONER)) == "not_the_signer"
    assert await code(contracts, no(card, Party.COMMISSIONER)) == "not_the_signer"
    await contracts.ask(signature(card, Party.COMMISSIONER, signer_id=SUCCESSOR_IN_OFFICE))
    await sign_by(contracts, card, [Party.SUPERVISEE, Party.SUPERVISOR])
    shown = await show(contracts, card.process_id)
    assert (shown.status, shown.signers[0].person_id) == ("signed", SUCCESSOR_IN_OFFICE)


@pytest.mark.parametrize("chosen", ["renew", "close"])
async def test_nobody_who_has_left_says_how_it_goes_on(contracts, chosen: Choice):
    card = await signed(contracts)
    await hand_over(contracts, card.process_id)
    order = choice(card.process_id, chosen, SUCCESSOR if chosen == "renew" else None)
    assert await code(contracts, order) == "not_a_commissioner"
    await contracts.ask(order.model_copy(update={"chosen_by": SUCCESSOR_IN_OFFICE}))
    assert (await show(contracts, card.process_id)).continuation_said == {Party.COMMISSIONER: chosen}
