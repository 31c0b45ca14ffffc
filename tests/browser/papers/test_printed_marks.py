"""What is printed keeps its marks, which browsers leave out as backgrounds: a signed contract looks signed on paper."""

from playwright.async_api import Browser

from tests.integration.console.arranged import Arranged
from tests.integration.console.conftest import arranged
from tests.patience import PATIENCE_S

__all__ = ["arranged"]
MARKS = (".milestone-done .milestone-mark", ".milestone-done .icon", ".badge", "progress")


async def test_what_is_done_is_marked_on_paper_too(browser: Browser, arranged: Arranged) -> None:
    context = await browser.new_context(base_url=arranged.house.address("console"), locale="en")
    context.set_default_timeout(PATIENCE_S * 1000)
    page = await context.new_page()
    await page.goto("/dev/components")
    await page.emulate_media(media="print")
    for mark in MARKS:
        drawn = await page.locator(mark).first.evaluate("one => getComputedStyle(one).printColorAdjust")
        assert drawn == "exact", mark
    await context.close()
