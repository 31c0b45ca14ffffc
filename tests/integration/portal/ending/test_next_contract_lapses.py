"""By when the next contract is completed is read by who chose it, by its members and by who completes it."""

from datetime import timedelta

import pytest

from services.messages.contracts import DraftContract, EndProcess, ShowContract
from services.runtime.finland import start_of
from tests.grown import grown
from tests.house import House
from tests.integration.portal.ending.test_next_contract_holds import CLOSE, NEXT, _with_a_number
from tests.integration.portal.test_amending import coordinator
from tests.integration.portal.test_goals_and_reviews import Group


@pytest.fixture
async def group(house: House) -> Group:
    return Group(house, await grown(house, _with_a_number))


async def test_what_all_have_signed_is_not_offered_to_be_taken_back(group: Group) -> None:
    for who in (group.commissioner, group.members[0]):
        async with group.browser(who) as browser:
            assert (await browser.post(CLOSE, data={"choice": "renew"})).status_code == 303
    await draft_what_follows(group)
    assert "Take the choice back" in await group.page(group.commissioner, CLOSE)
    await sign_what_follows(group)
    page = await group.page(group.commissioner, CLOSE)
    assert "Take the choice back" not in page and "All have signed the next contract" in page


async def draft_what_follows(group: Group) -> None:
    old = await group.house.ask(ShowContract(process_id=group.contract.process_id))
    order = {"process_id": old.successor_id, "renews": old.process_id, "as_of": group.house.clock.now()}
    await group.house.ask(DraftContract.model_validate(order))


async def sign_what_follows(group: Group) -> None:
    signed = "update contract set status = 'signed', signed_at = drafted_at where renews is not null"
    await group.house.rows("contracts", signed)


async def test_its_day_is_read_by_all_whom_it_concerns_and_what_lapsed_is_not_called_renewed(
    group: Group,
) -> None:
    for who in (group.commissioner, group.members[0]):
        async with group.browser(who) as browser:
            assert (await browser.post(CLOSE, data={"choice": "renew"})).status_code == 303
        await group.house.quiet()
    assert "We prepare its contract" not in await group.page(group.commissioner, CLOSE)
    old = await group.house.ask(ShowContract(process_id=group.contract.process_id))
    order = {"process_id": old.successor_id, "renews": old.process_id, "as_of": group.house.clock.now()}
    draft = await group.house.ask(DraftContract.model_validate(order))
    await group.house.quiet()
    over = start_of(draft.terms.starts_on)
    assert draft.lapses_at == over
    for who in (group.commissioner, group.members[1]):
        page = await group.page(who, CLOSE)
        assert "We prepare its contract by" in page and "<dt>Begins</dt>" in page
        assert "Lapses unless it is ready by" in await group.page(who, "/processes/TO-1002")
    async with await coordinator(group) as staff:
        for path in ("/", NEXT):
            assert "Lapses unless it is completed by" in (await staff.get(path)).text, path
        await group.house.ask(EndProcess(process_id=old.process_id, as_of=over - timedelta(hours=12)))
        group.house.move_clock(over)
        await group.house.quiet()
        page = (await staff.get("/processes/TO-1002")).text
        assert "The draft was not completed, and lapsed" in page and "/proposing" not in page
        assert "Complete the contract" not in (await staff.get("/")).text
        for path in ("/processes/TO-1001", "/processes?view=list"):
            page = (await staff.get(path)).text
            assert "Ended, renewal lapsed" in page and "Renewed" not in page.split("<table")[-1], path
        line = (await staff.get("/processes/TO-1001")).text
        assert "The renewal came to nothing" in line and "Process renewed" not in line
    for path in ("/processes/TO-1001", "/processes"):
        assert "Ended, renewal lapsed" in await group.page(group.commissioner, path), path
    assert "/processes/TO-1002/contract" not in await group.page(group.commissioner, "/processes/TO-1002")
    page = await group.page(group.commissioner, CLOSE)
    assert "The next contract has lapsed" in page and "goes on with a new contract" not in page
    old_page, new_page = "/processes/TO-1001", "/processes/TO-1002"
    for path in (CLOSE, new_page):
        page, theirs = await group.page(group.commissioner, path), await group.page(group.members[0], path)
        assert 'href="/inquiry"' in page.split("<main")[1], path
        assert 'href="/inquiry"' not in theirs.split("<main")[1] and "makes a new inquiry" in theirs, path
    assert f'href="{new_page}"' in await group.page(group.members[0], old_page)
    assert f'href="{old_page}"' in await group.page(group.members[0], new_page)
    async with await coordinator(group) as staff:
        assert f'href="{new_page}"' in (await staff.get(old_page)).text
        assert f'href="{old_page}"' in (await staff.get(new_page)).text
