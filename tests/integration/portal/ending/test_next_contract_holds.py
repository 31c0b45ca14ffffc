"""Whether the days of the next contract hold its sessions is said to who completes it, before anybody signs."""

import pytest

from services.messages.contracts import ContractCard, DraftContract, ShowContract
from tests.grown import grown
from tests.house import House
from tests.integration.portal.test_amending import coordinator
from tests.integration.portal.test_goals_and_reviews import Group, signed_by_all
from tests.integration.sessions.builders import hours

CLOSE, NEXT = "/processes/TO-1001/close", "/processes/TO-1002/contracting"
AGREED = 15


@pytest.fixture
async def group(house: House) -> Group:
    return Group(house, await grown(house, _with_a_number))


async def _with_a_number(house: House) -> ContractCard:
    await house.open("directory", "intake", "contracts", "sessions", "billing", "portal", "console")
    return await signed_by_all(house, sessions_agreed=AGREED)


async def test_who_completes_it_reads_how_many_sessions_find_a_day(group: Group) -> None:
    """In hours of the supervisor's that do not reach through the next year."""
    for who in (group.commissioner, group.members[0]):
        async with group.browser(who) as browser:
            assert (await browser.post(CLOSE, data={"choice": "renew"})).status_code == 303
        await group.house.quiet()
    process_id = group.contract.process_id
    successor_id = (await group.house.ask(ShowContract(process_id=process_id))).successor_id
    assert successor_id
    order = DraftContract(process_id=successor_id, renews=process_id, as_of=group.house.clock.now())
    await group.house.ask(order)
    await group.house.quiet()
    async with await coordinator(group) as staff:
        unknown = (await staff.get(NEXT)).text
        assert "The next contract begins on" in unknown and "Not all sessions have room" not in unknown
        await group.house.ask(hours(group.contract.parties.supervisor_id))
        for page in (await staff.get(NEXT), await staff.post(NEXT, data={"act": "look"})):
            assert "Not all sessions have room" in page.text
            assert f"of the {AGREED} agreed sessions find a day" in page.text
