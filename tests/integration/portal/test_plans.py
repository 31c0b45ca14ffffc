"""The proposed days in the portal: everybody sees them, whoever acts for the group confirms them or asks for others."""

from datetime import timedelta
from uuid import UUID

import pytest

from services.messages.directory import EndSupervisor
from services.messages.sessions import ListSessions
from services.runtime.finland import local_date
from tests.integration.contracts.builders import COORDINATOR
from tests.integration.portal.test_goals_and_reviews import Group, group
from tests.integration.sessions.builders import PLANNED, hours
from tests.integration.sessions.proposals import another, first_plan

__all__ = ["group"]
OWN = "/processes/TO-1001"
PAGE = f"{OWN}/plan"
WISH = "Kanarialintu: tiistai sopisi paremmin."


@pytest.fixture
async def proposed(group: Group) -> Group:
    """With days that are proposed, and nobody has answered."""
    contract = group.contract
    group.house.move_clock(PLANNED)
    await group.house.ask(hours(contract.parties.supervisor_id))
    await group.house.ask(first_plan(contract.process_id))
    await group.house.quiet()
    return group


async def test_the_days_are_seen_by_all_and_confirmed_by_whoever_acts_for_the_group(proposed: Group) -> None:
    first, second = proposed.members[:2]
    for person in (second, proposed.commissioner):
        page = await proposed.page(person, PAGE)
        assert "nothing is agreed yet" in page and "Confirm the plan" not in page
        assert "Waits for whoever acts for the supervisees" in page
    async with proposed.browser(second) as browser:
        refused = await browser.post(PAGE, data={"revision": "1"})
        assert refused.status_code == 422 and "whoever acts for the group does this" in refused.text
    async with proposed.browser(first) as browser:
        assert "Confirm the days of the sessions, or ask for others" in (await browser.get("/home")).text
        assert PAGE in (await browser.get(f"{OWN}/schedule")).text
        assert f'href="{PAGE}"' in (await browser.get(OWN)).text
        assert "Confirm the plan" in (await browser.get(PAGE)).text
        done = await browser.post(PAGE, data={"revision": "1"}, follow_redirects=True)
        assert "The plan is confirmed. Everybody gets an invitation." in done.text
        assert "Session 1" in done.text
        assert "The plan is confirmed" in (await browser.get(PAGE)).text
        assert f'href="{PAGE}"' not in (await browser.get(OWN)).text
        assert "Confirm the days" not in (await browser.get("/home")).text
    assert await sessions_of(proposed, proposed.contract.process_id) > 0


async def test_other_days_are_asked_for_and_an_old_page_confirms_nothing(proposed: Group) -> None:
    first, second = proposed.members[:2]
    async with proposed.browser(first) as browser:
        empty = await browser.post(f"{PAGE}/other", data={"revision": "1", "wish": " "})
        assert empty.status_code == 422 and "Fill in this field." in empty.text
        asked = await browser.post(
            f"{PAGE}/other", data={"revision": "1", "wish": WISH}, follow_redirects=True
        )
        assert "Your wish is with those who plan." in asked.text and WISH in asked.text
        assert "Waits for another plan" in asked.text and "Waits for your answer" not in asked.text
    assert WISH not in await proposed.page(second, PAGE)
    supervisor = proposed.contract.parties.supervisor_id
    order = await another(proposed.house, proposed.contract.process_id, supervisor)
    await proposed.house.ask(order)
    async with proposed.browser(first) as browser:
        late = await browser.post(PAGE, data={"revision": "1"})
        assert late.status_code == 422 and "The plan is another one by now." in late.text
        done = await browser.post(PAGE, data={"revision": "2"}, follow_redirects=True)
        assert "The plan is confirmed." in done.text


async def test_a_plan_that_fell_with_its_supervisor_says_that_another_one_is_looked_for(
    proposed: Group,
) -> None:
    supervisor = proposed.contract.parties.supervisor_id
    order = {"supervisor_id": supervisor, "last_day": local_date(PLANNED) + timedelta(days=1)}
    await proposed.house.ask(
        EndSupervisor.model_validate(order | {"ended_by": COORDINATOR, "as_of": PLANNED})
    )
    await proposed.house.quiet()
    page = await proposed.page(proposed.members[0], PAGE)
    assert "Its supervisor leaves. Our coordinator looks for another supervisor." in page
    assert "Nothing was free any more" not in page and "your supervisor proposes" not in page


async def test_a_process_without_a_plan_says_so(group: Group) -> None:
    assert "No plan is proposed yet" in await group.page(group.members[0], PAGE)


async def sessions_of(group: Group, process_id: UUID) -> int:
    return len((await group.house.ask(ListSessions(process_id=process_id))).sessions)
