"""Who consents to a renewal or signs it reads how many of its sessions find a day, where not all of them do."""

import re

import pytest

from tests.grown import grown
from tests.house import House
from tests.integration.contracts.builders import SUCCESSOR, choice, completion, draft
from tests.integration.portal.ending.test_next_contract_holds import AGREED, _with_a_number
from tests.integration.portal.test_amending import coordinator
from tests.integration.portal.test_goals_and_reviews import Group
from tests.integration.sessions.builders import hours

PAPER = "/processes/TO-1002/contract"
SAYS = re.compile(rf"Sessions in the contract: {AGREED}\. Of these find a day[^:]*: (\d+)\.")


@pytest.fixture
async def group(house: House) -> Group:
    return Group(house, await grown(house, _with_a_number))


async def test_each_of_them_reads_it_until_all_have_signed(group: Group) -> None:
    house, old = group.house, group.contract
    order = choice(old.process_id, "renew", SUCCESSOR)
    for one in (group.commissioner, group.members[0]):
        await house.ask(order.model_copy(update={"chosen_by": one}))
    await house.ask(draft(SUCCESSOR, renews=old.process_id))
    named = {"representative_id": group.members[0], "supervisee_ids": group.members}
    await house.ask(completion(SUCCESSOR, commissioner_id=old.parties.commissioner_id, **named))
    await house.quiet()
    readers = (group.commissioner, group.members[0], group.members[1])
    for who in readers:
        assert SAYS.search(await group.page(who, PAPER)) is None, "no hours are offered: it is not known"
    await house.ask(hours(old.parties.supervisor_id))
    for who in readers:
        found = SAYS.search(await group.page(who, PAPER))
        assert found and int(found[1]) < AGREED
    async with await coordinator(group) as staff:
        assert SAYS.search((await staff.get("/processes/TO-1002/contracting")).text)
    async with group.browser(group.commissioner) as browser:
        shown = (await browser.get("/processes/TO-1001/contract")).text
    assert SAYS.search(shown) is None
