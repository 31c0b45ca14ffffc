"""The board is live: what one coordinator does, the other sees at once, and is not disturbed in what they are doing."""

import dataclasses

import pytest
from playwright.async_api import Locator, Page, expect

from deploy.demo import people as who
from deploy.demo.arranging import inquiry
from deploy.demo.commission import Commission
from deploy.demo.setting_up import register
from services.messages import directory
from tests.browser import stage
from tests.browser.doors import Doors
from tests.browser.signing_in import Visitors
from tests.e2e.walking import Walk

COLLEAGUE = who.Someone("Kaisa", "Kuusi", "fi", who.PROVIDER.domain)
ASSIGNED = stage.UNMATCHED
HALF_TYPED = "Skärg"


@pytest.fixture
async def colleague(walk: Walk, platform: Doors) -> str:
    """A second coordinator."""
    now = await walk.now()
    await walk.ask(register(COLLEAGUE, now))
    role = directory.RelatePerson(
        person_id=COLLEAGUE.person_id,
        relation="coordinator",
        given_by=who.ADMINISTRATOR.person_id,
        as_of=now,
    )
    await walk.ask(role)
    return COLLEAGUE.email


async def test_an_assignment_by_keyboard_is_seen_by_the_other_who_goes_on_typing(
    visitors: Visitors, colleague: str
) -> None:
    mine = await visitors.page(who.COORDINATOR.email, "console", "/processes", language="en")
    theirs = await visitors.page(colleague, "console", "/processes", language="en")
    await stay_put(theirs)
    number = await card_of(theirs, ASSIGNED).locator(".numbers").inner_text()
    search = theirs.get_by_label("Number or customer")
    await search.press_sequentially(HALF_TYPED)

    await assign_by_keyboard(mine, number)
    await expect(mine.get_by_role("status").filter(has_text="One process is assigned.")).to_be_visible()
    await expect(card_of(theirs, ASSIGNED)).to_contain_text(str(who.COORDINATOR))
    await expect(search).to_be_focused()
    await expect(search).to_have_value(HALF_TYPED)
    await expect(theirs.locator("#announcements")).to_contain_text(number)

    link = card_of(theirs, ASSIGNED).get_by_role("link")
    await link.focus()
    await mine.get_by_role("button", name="Undo").click()
    await expect(mine.get_by_role("status").filter(has_text="The assignment is undone.")).to_be_visible()
    await expect(card_of(theirs, ASSIGNED)).not_to_contain_text(str(who.COORDINATOR))
    await expect(link).to_be_focused()
    await expect(search).to_have_value(HALF_TYPED)
    await assert_stayed(theirs)


async def test_a_new_inquiry_appears_on_the_board_and_in_my_day(
    visitors: Visitors, platform: Doors, walk: Walk
) -> None:
    board = await visitors.page(who.COORDINATOR.email, "console", "/processes", language="en")
    my_day = await visitors.page(who.COORDINATOR.email, "console", "/", language="en")
    for page in (board, my_day):
        await stay_put(page)
    new = dataclasses.replace(stage.WAITING, name="one that appears")
    await ask(walk, new)
    await expect(card_of(board, new)).to_be_visible()
    row = my_day.locator(f"#work-decide_screening-{new.process_id}-")
    await expect(row.get_by_role("link", name="Decide the screening")).to_be_visible()
    for page in (board, my_day):
        await assert_stayed(page)


async def ask(walk: Walk, commission: Commission) -> None:
    """Its inquiry, sent as the portal sends it."""
    for order in inquiry(commission, await walk.now()).orders:
        await walk.ask(order)


def card_of(page: Page, commission: Commission) -> Locator:
    return page.locator(f"#card-{commission.process_id}")


async def assign_by_keyboard(page: Page, number: str) -> None:
    """Chosen, and given to oneself."""
    await page.get_by_label(f"Choose {number}").focus()
    await page.keyboard.press("Space")
    await page.get_by_label("Assign to").focus()
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")


async def stay_put(page: Page) -> None:
    """Waits until it is live, and marks the document that is open."""
    await expect(page.locator("[data-live-state=on]")).to_be_visible()
    await page.evaluate("() => { window.stayed = true }")


async def assert_stayed(page: Page) -> None:
    """It is the document of before: nothing has loaded it again."""
    assert await page.evaluate("() => window.stayed === true")
