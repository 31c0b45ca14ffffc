"""A conflict of interest that is told at a signature: decided on its page, and each outcome goes on to a signature."""

from typing import Any
from uuid import UUID

import pytest

from services.messages.contracts import ContractCard, ShowContract, ShowContractText
from services.messages.values import Party, Role, Viewer
from services.runtime.commands.refusal import Refusal
from tests.integration.console.arranged import Arranged
from tests.integration.contracts import builders as contracts
from tests.integration.intake import builders as intake

ACQUAINTED = {"code": "private_acquaintance", "since": 2019, "words": "Samassa kuorossa."}
AS_COORDINATOR = Viewer(person_id=intake.COORDINATOR, role=Role.COORDINATOR)
TASK = "A conflict of interest told at the signature: decide"


async def _told(arranged: Arranged, said: dict[str, Any]) -> tuple[ContractCard, str]:
    """The supervisor's turn has come, and they tell that; the number of the process."""
    process_id, number = await arranged.drafted()
    card = await _completed(arranged, process_id)
    await _refused(arranged, card, said)
    return card, number


async def _completed(arranged: Arranged, process_id: UUID) -> ContractCard:
    """Anew, and signed by all but the supervisor."""
    house = arranged.house
    drafted = await house.ask(ShowContract(process_id=process_id))
    told = {"commissioner_id": drafted.parties.commissioner_id, "version": drafted.version}
    card = await house.ask(contracts.completion(process_id, **told))
    await contracts.sign_by(house, card, (Party.COMMISSIONER, Party.SUPERVISEE))
    return card


async def _refused(arranged: Arranged, card: ContractCard, said: dict[str, Any]) -> None:
    with pytest.raises(Refusal) as refused:
        await arranged.house.ask(contracts.signature(card, Party.SUPERVISOR, interest=said))
    assert refused.value.code == "interest_hinders"
    await arranged.house.quiet()


async def _status(arranged: Arranged, process_id: UUID) -> str:
    return (await arranged.house.ask(ShowContract(process_id=process_id))).status


def _form(card: ContractCard, way: str) -> dict[str, object]:
    return {"version": card.version, "way": way, "reason": "Sidonnaisuus."}


async def test_my_day_leads_to_where_it_is_decided_until_it_is(arranged: Arranged) -> None:
    card, number = await _told(arranged, ACQUAINTED)
    path = f"/processes/{number}/interest"
    day = await arranged.open("/")
    assert TASK in day and f'href="{path}"' in day
    page = await arranged.open(path)
    assert "Samassa kuorossa." in page and "2019" in page
    assert "Choose" in await arranged.send(path, {"version": card.version, "reason": ""}, status=422)
    assert await _status(arranged, card.process_id) == "signing"
    assert await arranged.send(path, _form(card, "show")) == f"/processes/{number}/contracting"
    await arranged.house.quiet()
    assert TASK not in await arranged.open("/")
    assert "Nothing waits for a decision here." in await arranged.open(path)


async def test_one_more_that_they_tell_stands_beside_the_first(arranged: Arranged) -> None:
    card, number = await _told(arranged, {"code": "former_customer", "since": 2021})
    path = f"/processes/{number}/interest"
    assert "They told as well" not in await arranged.open(path)
    await _refused(arranged, card, ACQUAINTED)
    page = await arranged.open(path)
    assert "Samassa kuorossa." in page and "2021" in page.split("They told as well")[1]


async def test_it_is_shown_on_a_new_paper_and_then_signed_by_whoever_told_it(arranged: Arranged) -> None:
    card, number = await _told(arranged, ACQUAINTED)
    await _refused(arranged, card, {"code": "none"})  # one more press does not unsay it
    assert "Samassa kuorossa." in await arranged.open(f"/processes/{number}/interest")
    await arranged.send(f"/processes/{number}/interest", _form(card, "show"))
    again = await _completed(arranged, card.process_id)
    text = await arranged.house.ask(ShowContractText(process_id=card.process_id, viewer=AS_COORDINATOR))
    assert text.interest and (text.interest.code, text.interest.since) == ("private_acquaintance", 2019)
    await arranged.house.ask(contracts.signature(again, Party.SUPERVISOR, interest=ACQUAINTED))
    assert await _status(arranged, card.process_id) == "signed"


async def test_what_blocks_leads_to_another_supervisor_who_signs(arranged: Arranged) -> None:
    card, number = await _told(arranged, {"code": "family"})
    path = f"/processes/{number}/interest"
    page = await arranged.open(path)
    assert "With this they cannot be the supervisor." in page and 'value="show"' not in page
    assert await arranged.send(path, _form(card, "other")) == f"/matching/{number}"
    other = await intake.supervisor(arranged.house, "toinen@virta.example")
    before = card.parties.supervisor_id
    await intake.chosen(arranged.house, card.process_id, other, instead_of=before)
    again = await _completed(arranged, card.process_id)
    assert again.parties.supervisor_id == other
    await arranged.house.ask(contracts.signature(again, Party.SUPERVISOR))
    assert await _status(arranged, card.process_id) == "signed"


async def test_what_a_coordinator_enters_lets_them_sign_unless_it_stands_in_the_way_itself(
    arranged: Arranged,
) -> None:
    card, number = await _told(arranged, ACQUAINTED)
    entry = f"/matching/{number}/interests/{card.parties.supervisor_id}"
    assert entry in await arranged.open(f"/processes/{number}/interest")
    back = await arranged.send(entry, {"code": "family"})
    assert back == f"/processes/{number}/interest"
    await _refused(arranged, card, {"code": "none"})
    assert TASK in await arranged.open("/")
    await arranged.send(entry, {"code": "none"})
    await arranged.house.quiet()
    assert TASK not in await arranged.open("/")
    await arranged.house.ask(contracts.signature(card, Party.SUPERVISOR))
    assert await _status(arranged, card.process_id) == "signed"


async def test_only_who_matches_decides(arranged: Arranged) -> None:
    _card, number = await _told(arranged, ACQUAINTED)
    await arranged.open(f"/processes/{number}/interest", role="finance", status=404)
