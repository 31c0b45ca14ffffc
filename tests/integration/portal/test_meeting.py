"""The three-way meeting as the customer sees it: with the proposal, while it is awaited, and once it was held."""

from datetime import timedelta

import pytest

from services.messages.contracts import ArrangeMeeting, RecordMeeting
from tests.integration.contracts import builders as contracts
from tests.integration.contracts.builders import COORDINATOR, DRAFTED
from tests.integration.intake import builders as intake
from tests.integration.portal.test_home import contact_of
from tests.visitor import visitor


@pytest.fixture
async def portal(house):
    await house.open("directory", "intake", "contracts", "sessions", "billing", "portal")
    return house


async def seen(portal, process_id, path: str = "") -> str:
    async with await visitor(portal, "portal", await contact_of(portal, process_id)) as browser:
        page = await browser.get(f"/processes/TO-1001{path}")
    assert page.status_code == 200
    return page.text


async def test_the_customer_reads_of_it_before_the_answer_and_until_it_was_held(portal):
    process_id = await intake.proposed(portal, await intake.supervisor(portal), three_way_meeting=True)
    assert "meet before the contract is signed" in await seen(portal, process_id, "/proposal")
    await portal.ask(intake.answer(process_id))
    due_on = (await portal.ask(contracts.draft(process_id))).meeting.due_on
    assert f"by {due_on:%-d %B %Y}, before the signatures" in await seen(portal, process_id)
    at = {"process_id": process_id, "starts_at": DRAFTED + timedelta(days=2), "place": "Kirkkokatu 3"}
    who = {"arranged_by": COORDINATOR, "as_of": DRAFTED}
    await portal.ask(ArrangeMeeting.model_validate(at | who))
    assert "Kirkkokatu 3" in await seen(portal, process_id)
    met = DRAFTED.date()
    order = {"process_id": process_id, "held_on": met, "recorded_by": COORDINATOR, "as_of": DRAFTED}
    await portal.ask(RecordMeeting.model_validate(order))
    page = await seen(portal, process_id)
    assert f"{met:%-d %B %Y}" in page and "before the signatures" not in page


async def test_where_none_was_proposed_nothing_is_said_of_it(portal):
    process_id = await intake.proposed(portal, await intake.supervisor(portal))
    assert "Three-way meeting" not in await seen(portal, process_id, "/proposal")


async def test_what_all_sessions_cost_together_is_said_where_their_number_is(portal):
    process_id = await intake.proposed(portal, await intake.supervisor(portal), sessions_agreed=16)
    page = (await seen(portal, process_id, "/proposal")).replace("\xa0", " ").replace("&nbsp;", " ")
    assert "Tapaamiset yhteensä (16), ilman arvonlisäveroa" in page and "2 800,00 €" in page
    assert "Yhteensä enintään, arvonlisäveroineen" in page and "3 514,00 €" in page
