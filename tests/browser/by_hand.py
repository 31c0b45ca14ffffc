"""What a person does with a page: follows links and presses buttons by their words, fills fields by their labels."""

import re
from collections.abc import Mapping
from datetime import datetime
from urllib.parse import urljoin

from playwright.async_api import Locator, Page, expect

from services.runtime.finland import HELSINKI
from tests.browser.doors import Doors

TIME_FOR_A_MOVE_MS = 120_000
"""Of the clock: everything that falls due on the way is done meanwhile."""


async def follow(page: Page, words: str) -> None:
    """The link of these words, the first in the page's own part. Ends on the page that it leads to."""
    await _leave_by(page, page.get_by_role("main").get_by_role("link", name=words).first)


async def go_to(page: Page, words: str) -> None:
    """By the main navigation. Ends on the page that it leads to."""
    await _leave_by(
        page, page.get_by_role("navigation", name="Main navigation").get_by_role("link", name=words)
    )


async def _leave_by(page: Page, link: Locator) -> None:
    """What is read at once afterwards, as a count is, would else be read from the page that is left."""
    async with page.expect_event("framenavigated", lambda frame: frame == page.main_frame):
        await link.click()
    await page.wait_for_load_state("domcontentloaded")


async def press(page: Page, words: str) -> None:
    await page.get_by_role("main").get_by_role("button", name=words, exact=True).click()


async def fill(page: Page, fields: Mapping[str, str]) -> None:
    """By label. A select takes the words of an option."""
    for label, text in fields.items():
        field = page.locator("main :is(input, select, textarea)").and_(page.get_by_label(label)).first
        if await field.evaluate("one => one.tagName") == "SELECT":
            await field.select_option(label=text)
        else:
            await field.fill(text)


async def tick(page: Page, *labels: str) -> None:
    """Radios and boxes."""
    for label in labels:
        await page.get_by_role("main").get_by_label(label, exact=True).check()


async def is_told(page: Page, words: str) -> None:
    """What was done is said on the page that follows."""
    await expect(page.locator("[data-flash]")).to_contain_text(words)


def waiting(page: Page, number: str, title: str) -> Locator:
    """The row of my day, or of the portal's home, that leads to this act for this process."""
    rows = page.locator(".worklist li").filter(has_text=number)
    return rows.get_by_role("link", name=title)


async def turn_to(page: Page, number: str, title: str) -> Page:
    """The act to which the row leads, beside my day, in a tab of its own.

    The tab is opened and then sent there: one that a click opens in the background may stay empty for ever while it
    is watched.
    """
    path = await waiting(page, number, title).get_attribute("href")
    act = await page.context.new_page()
    await act.goto(urljoin(page.url, path))
    return act


async def is_done(page: Page, number: str, title: str) -> None:
    """The row has left my day by itself: the page is still the one that was opened."""
    await expect(waiting(page, number, title)).to_have_count(0)


async def move_clock(page: Page, platform: Doors, to: datetime) -> None:
    """On the console's own page; returns when the time has come."""
    await page.goto(platform.url("console", "/dev/clock"))
    local = to.astimezone(HELSINKI)
    await fill(page, {"To this time": f"{local:%Y-%m-%dT%H:%M}"})
    await press(page, "Move the clock")
    await expect(page).to_have_url(re.compile("/dev/clock$"))
    await expect(page.locator("#reading [role=status]")).to_have_count(0, timeout=TIME_FOR_A_MOVE_MS)
    await expect(page.locator("#reading")).to_contain_text(f"{local.day} {local:%B %Y}")


def found(pattern: re.Pattern[str], text: str) -> str:
    """What the page says in this form; fails, showing what it does say, when nothing is."""
    match = pattern.search(text)
    assert match, f"{pattern.pattern} is not in: {text[:2000]}"
    return match[0]
