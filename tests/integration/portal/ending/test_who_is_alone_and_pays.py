"""Who is the customer and the only one to take part does not leave: they are led to where they end it."""

import re
from uuid import UUID

import pytest

from services.messages.sessions import LeaveGroup
from services.runtime.commands.refusal import Refusal
from tests.house import House
from tests.integration.contracts.builders import SIGNED
from tests.integration.contracts.ending.test_consumers import agreed, matched_with
from tests.integration.contracts.test_every_kind_of_customer import screened
from tests.integration.contracts.trials.trying import ENDS_BY, prepared
from tests.integration.intake.builders import answer, chosen, proposal
from tests.visitor import visitor

__all__ = ["matched_with"]


@pytest.fixture
async def contracts(house: House) -> House:
    """With everything that a page of the end asks; billing comes with the customer."""
    await house.open("directory", "intake", "contracts", "sessions", "portal")
    return house


SAID = {
    "fi": "Kukaan muu ei osallistu, ja olet itse tilaaja: tällä sivulla päätät työnohjauksen.",
    "sv": "Ingen annan deltar, och du är själv beställare: här avslutar du arbetshandledningen.",
    "en": "Nobody else takes part, and you are the customer yourself: here you end the supervision.",
}
WISHES = {"fi": "Asiakas haluaa niin", "sv": "Kunden önskar det", "en": "The customer wishes so"}


async def test_a_private_person_is_led_to_ending_in_either_role(contracts: House, matched_with: UUID) -> None:
    process_id, person_id = await agreed(contracts, matched_with)
    await contracts.quiet()
    contracts.move_clock(SIGNED)
    [row] = await contracts.rows("intake", "SELECT number FROM inquiry WHERE process_id = $1", process_id)
    own = f"/processes/{row['number']}"
    for language, words in SAID.items():
        async with await visitor(contracts, "portal", person_id, language=language) as browser:
            await browser.get(f"{own}/leave")
            asked = (await browser.get(f"{own}/terminate")).text
            assert words in asked and WISHES[language] in asked, language
            assert 'value="wish_of_supervisees"' not in asked, "they are no two parties"
    async with await visitor(contracts, "portal", person_id) as browser:
        roles = re.findall(r'name="acting" value="([^"]*)"', (await browser.get(own)).text)
        assert {one.partition(":")[0] for one in roles} == {"commissioner", "supervisee"}
        for role in roles:
            await browser.post("/acting", data={"acting": role})
            shown = await browser.get(f"{own}/leave")
            assert (shown.status_code, shown.headers.get("location")) == (303, f"{own}/terminate"), role
            ending = await browser.get(f"{own}/terminate")
            assert ending.status_code == 200 and SAID["en"] in ending.text, role
            sent = await browser.post(f"{own}/leave", data={"reason": "", "sure": "true"})
            assert (sent.status_code, sent.headers.get("location")) == (303, f"{own}/terminate"), role
            assert f'href="{own}/leave"' not in (await browser.get(own)).text, role


async def test_leaving_is_refused_and_nobody_leaves(contracts: House, matched_with: UUID) -> None:
    process_id, person_id = await agreed(contracts, matched_with)
    await contracts.quiet()
    with pytest.raises(Refusal, match="ends_instead: person_id"):
        await contracts.ask(LeaveGroup(process_id=process_id, person_id=person_id, as_of=SIGNED))
    rows = await contracts.rows("sessions", "SELECT until_day FROM group_member")
    assert len(rows) == 1
    assert await contracts.rows("sessions", "SELECT person_id FROM leaving") == []


async def test_before_there_is_a_contract_the_same_link_leads_to_the_trial(
    contracts: House, matched_with: UUID
) -> None:
    process_id, person_id = await screened(contracts, "private_person")
    await chosen(contracts, process_id, matched_with)
    terms = {"trial_sessions": 1, "trial_price": "credited", "trial_ends_by": ENDS_BY}
    await contracts.ask(proposal(process_id, duration_minutes=60, **terms))
    await contracts.ask(answer(process_id, answered_by=person_id))
    people = {"commissioner_id": person_id, "representative_id": person_id, "supervisee_ids": [person_id]}
    await contracts.ask(prepared(process_id, **people))
    [row] = await contracts.rows("intake", "SELECT number FROM inquiry WHERE process_id = $1", process_id)
    own = f"/processes/{row['number']}"
    async with await visitor(contracts, "portal", person_id) as browser:
        shown = await browser.get(f"{own}/terminate")
        assert (shown.status_code, shown.headers.get("location")) == (303, f"{own}/trial")
        assert (await browser.get(f"{own}/trial")).status_code == 200
