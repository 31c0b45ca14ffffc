"""kill -9 of a door while pages of it are open: the platform starts it again, and nothing is missed or lost."""

import dataclasses
import re

from playwright.async_api import Locator, Page, expect

from deploy.demo import people as who
from tests.browser import stage
from tests.browser.doors import Doors, Name
from tests.browser.found import STEPS
from tests.browser.signing_in import Visitors
from tests.browser.test_inquiry import fill, go_on
from tests.browser.test_live_board import ask, assert_stayed, card_of, stay_put
from tests.e2e.killing import BACK_WITHIN_S
from tests.e2e.walking import Walk

BACK_WITHIN_MS = BACK_WITHIN_S * 1000
MISSED = tuple(dataclasses.replace(stage.WAITING, name=f"missed number {number}") for number in (1, 2, 3))


async def test_what_happens_while_the_console_is_dead_is_on_the_open_board_again(
    visitors: Visitors, platform: Doors, walk: Walk
) -> None:
    board = await visitors.page(who.COORDINATOR.email, "console", "/processes", language="en")
    forgive_the_broken_line(visitors)
    await stay_put(board)
    await walk.platform.kill9("console")
    await expect(board.locator("[data-live-state=off]")).to_be_visible()
    for one in MISSED:
        await ask(walk, one)
    await walk.platform.until_ready("console", BACK_WITHIN_S)
    await expect(board.locator("[data-live-state=on]")).to_be_visible(timeout=BACK_WITHIN_MS)
    for one in MISSED:
        await expect(card_of(board, one)).to_be_visible()
    await assert_stayed(board)
    fresh = await visitors.page(who.COORDINATOR.email, "console", "/processes", language="en")
    await expect(cards(board)).to_have_text(await cards(fresh).all_inner_texts(), use_inner_text=True)


async def test_a_half_filled_inquiry_outlives_the_portal(
    visitors: Visitors, platform: Doors, walk: Walk
) -> None:
    page = await visitors.page(None, "portal", "/inquiry", language="en")
    await fill(page, STEPS[1])
    await go_on(page)
    await expect(page).to_have_url(re.compile("/2$"))
    await fill(page, STEPS[2])
    await kill(walk, "portal")
    await go_on(page)
    await expect(page).to_have_url(re.compile("/3$"))
    steps = page.get_by_role("navigation", name="Steps")
    await steps.get_by_role("link", name="For whom").click()
    await expect(page.get_by_label("Region")).to_have_value(STEPS[2]["region"])
    await steps.get_by_role("link", name="Contact details").click()
    await expect(page.get_by_label("Name of the organisation")).to_have_value(STEPS[1]["organisation_name"])


async def kill(walk: Walk, name: Name) -> None:
    """Dead, and back."""
    await walk.platform.kill9(name)
    await walk.platform.until_ready(name, BACK_WITHIN_S)


def cards(board: Page) -> Locator:
    """What stands on the board, in its order."""
    return board.locator(".board-card")


def forgive_the_broken_line(visitors: Visitors) -> None:
    """Every browser with a live page open says in its console that the line has broken, as it must."""
    for watcher in visitors.watchers:
        watcher.forgive("net::ERR_")
