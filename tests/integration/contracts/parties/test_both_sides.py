"""Nobody signs for the customer and for a group of others; who signs for the customer and takes part is said so."""

from typing import Any
from uuid import UUID

import pytest

from services.messages.contracts import (
    ShowContract,
    ShowContractText,
    WithdrawContract,
)
from services.messages.directory import RelatePerson
from services.messages.values import Party, Role, Viewer
from services.runtime.commands.refusal import Refusal
from tests.founder import FOUNDER
from tests.house import House
from tests.integration.contracts.builders import (
    COMMISSIONER,
    COORDINATOR,
    MEMBERS,
    SIGNED,
    completion,
    consent,
    drafted,
    show,
    signature,
)
from tests.integration.intake.builders import known_as

GROUP = [*MEMBERS[:2], COMMISSIONER]
MATTERS: dict[str, Any] = {"supervisee_ids": GROUP}


async def refusal(house: House, order: Any) -> tuple[str, str | None]:
    with pytest.raises(Refusal) as refused:
        await house.ask(order)
    return refused.value.code, refused.value.field


async def let_act(house: House, who: UUID, process_id: UUID) -> None:
    """For the customer, beside whom its paper names."""
    await house.ask(known_as(who, f"{str(who)[-4:]}@jarvi.example"))
    where = {"organisation_id": (await show(house, process_id)).terms.organisation_id, "relation": "hr"}
    order = {"person_id": who, "given_by": FOUNDER, "as_of": SIGNED} | where
    await house.ask(RelatePerson.model_validate(order))


async def test_who_signs_for_the_customer_speaks_for_no_group_of_others(contracts: House) -> None:
    process_id = await drafted(contracts)
    both = completion(process_id, **MATTERS, representative_id=COMMISSIONER)
    assert await refusal(contracts, both) == ("signs_for_both", "representative_id")
    assert (await show(contracts, process_id)).status == "draft"
    assert (await contracts.ask(completion(process_id, **MATTERS))).status == "signing"


async def test_that_they_take_part_stands_with_what_the_others_consent_to(contracts: House) -> None:
    process_id = await drafted(contracts)
    query = ShowContractText(process_id=process_id, viewer=Viewer(person_id=MEMBERS[1], role=Role.SUPERVISEE))
    await contracts.ask(completion(process_id, **MATTERS))
    assert (await contracts.ask(query)).commissioner_takes_part
    facts = {"process_id": process_id, "version": 1, "reason": "Väärä jäsen.", "withdrawn_by": COORDINATOR}
    await contracts.ask(WithdrawContract.model_validate(facts | {"as_of": SIGNED}))
    await contracts.ask(completion(process_id, supervisee_ids=MEMBERS[:3]))
    assert not (await contracts.ask(query)).commissioner_takes_part


async def test_who_speaks_for_the_group_signs_for_the_customer_in_nobodys_place(contracts: House) -> None:
    process_id = await drafted(contracts)
    card = await contracts.ask(completion(process_id))
    await let_act(contracts, MEMBERS[0], process_id)
    await let_act(contracts, MEMBERS[1], process_id)
    for who, may_sign in ((MEMBERS[0], False), (MEMBERS[1], True)):
        own = Viewer(person_id=who, role=Role.COMMISSIONER, organisation_id=card.terms.organisation_id)
        shown = await contracts.ask(ShowContract(process_id=process_id, viewer=own))
        assert shown.own.may_sign is may_sign
    order = signature(card, Party.COMMISSIONER, signer_id=MEMBERS[0])
    assert await refusal(contracts, order) == ("signs_for_both", "signer_id")
    await contracts.ask(signature(card, Party.COMMISSIONER, signer_id=MEMBERS[1]))
    for member in MEMBERS[1:]:
        await contracts.ask(consent(process_id, member))
    await contracts.ask(signature(card, Party.SUPERVISEE))
