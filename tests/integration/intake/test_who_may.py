"""Prices, choices and proposals are those of who may make them today, whatever a page let through."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from services.messages.directory import RecordCredential
from services.messages.envelope import Command
from services.messages.intake import ListPrices, ShowInquiry
from services.runtime.commands.refusal import Refusal
from tests.house import House
from tests.integration.directory.builders import person, relate
from tests.integration.intake.builders import (
    COMMISSIONER,
    choice,
    chosen,
    in_matching,
    price,
    proposal,
    supervisor,
)


async def test_the_price_list_the_choice_and_the_proposal_are_the_providers_own(intake: House) -> None:
    who = await supervisor(intake)
    process_id = await in_matching(intake)
    finance = await person(intake, "Fanni")
    await relate(intake, finance, "finance")
    strangers = (COMMISSIONER, who, uuid4())
    for one in strangers:
        await refuses(intake, price().model_copy(update={"set_by": one}), "set_by")
    assert (await intake.ask(ListPrices())).prices == []
    await intake.ask(price().model_copy(update={"set_by": finance}))
    for one in (*strangers, finance):
        await refuses(intake, choice(process_id, who, chosen_by=one), "chosen_by")
    assert (await intake.ask(ShowInquiry(process_id=process_id))).supervisor_id is None
    await chosen(intake, process_id, who)
    for one in (*strangers, finance):
        await refuses(intake, proposal(process_id, sent_by=one), "sent_by")
    await intake.ask(proposal(process_id))


async def test_a_credential_is_recorded_by_who_keeps_the_cards_and_not_by_its_supervisor(
    intake: House,
) -> None:
    who = await supervisor(intake)
    [before] = await credentials(intake, who, "training")
    for one in (who, COMMISSIONER, uuid4()):
        record = {
            "supervisor_id": who,
            "kind": "training",
            "valid_until": before["valid_until"].replace(year=2030),
        }
        order = RecordCredential.model_validate(record | {"recorded_by": one, "as_of": price().as_of})
        await refuses(intake, order, "recorded_by", "not_yours_to_change")
    assert await credentials(intake, who, "training") == [before]


async def credentials(house: House, who: UUID, kind: str) -> list[dict[str, Any]]:
    sql = "select * from credential where supervisor_id = $1 and kind = $2"
    return [dict(row) for row in await house.rows("directory", sql, who, kind)]


async def refuses(house: House, order: Command, field: str, code: str = "not_yours_to_decide") -> None:
    with pytest.raises(Refusal, match=f"{code}: {field}"):
        await house.ask(order)
