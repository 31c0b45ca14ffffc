"""Pages are light and stay where they are: what a first visit transfers, and how far what is read moves meanwhile.

To see it turn red, take the compression out of services/web/opening.py, or the font's metrics out of its style.
"""

import asyncio

import pytest
from playwright.async_api import expect

from deploy.demo import people as who
from tests.browser.doors import Doors, Name
from tests.browser.signing_in import Visitors
from tests.patience import PATIENCE_S

MOST_TRANSFERRED = 160 * 1024
FILES_OF_A_PAGE = 10
"""At least: styles, scripts, fonts."""
LARGEST_SHIFT = 0.1
"""What counts as good. Source: Core Web Vitals."""
SLOW_LINE = {"offline": False, "latency": 100, "downloadThroughput": 10_000, "uploadThroughput": 10_000}
"""Milliseconds, and bytes a second."""
WATCH_SHIFTS = """window.shifted = 0;
window.moved = [];
const box = one => [one.x, one.y, one.width, one.height].map(Math.round).join(" ");
new PerformanceObserver(seen => {
    for (const one of seen.getEntries()) if (!one.hadRecentInput) {
        window.shifted += one.value;
        for (const {node, previousRect, currentRect} of one.sources)
            window.moved.push(`${node?.nodeName} ${node?.className}: ${box(previousRect)} -> ${box(currentRect)}`);
    }
}).observe({type: "layout-shift", buffered: true});"""


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize(
    "visitor, door, path",
    [
        (who.COORDINATOR, "console", "/processes"),
        (who.COORDINATOR, "console", "/"),
        (who.MANAGER, "portal", "/home"),
    ],
)
async def test_a_first_visit_is_light_and_nothing_jumps(
    visitors: Visitors, platform: Doors, visitor: who.Someone, door: Name, path: str, width: int
) -> None:
    page = await visitors.page(visitor.email, door, width=width)
    await page.add_init_script(WATCH_SHIFTS)
    wire = await page.context.new_cdp_session(page)
    bytes_of: list[float] = []
    wire.on("Network.loadingFinished", lambda told: bytes_of.append(told["encodedDataLength"]))
    await wire.send("Network.enable")
    await page.goto(platform.url(door, path))
    await expect(page.get_by_role("heading", level=1)).to_be_visible()
    await page.evaluate("() => document.fonts.ready")
    # The browser tells of what has come after the page has it: on a slow machine later than the page is asked here.
    async with asyncio.timeout(PATIENCE_S):
        while len(bytes_of) < FILES_OF_A_PAGE:
            await asyncio.sleep(0.05)
    assert sum(bytes_of) <= MOST_TRANSFERRED
    assert await page.evaluate("() => window.shifted") < LARGEST_SHIFT, await page.evaluate(
        "() => window.moved"
    )


async def test_the_board_stays_where_it_is_though_it_comes_in_pieces(
    visitors: Visitors, platform: Doors
) -> None:
    """Over a slow line its columns are drawn one after the other, once the styles are there."""
    page = await visitors.page(who.COORDINATOR.email, "console", "/", width=1440)
    await page.add_init_script(WATCH_SHIFTS)
    wire = await page.context.new_cdp_session(page)
    await wire.send("Network.enable")
    await wire.send("Network.emulateNetworkConditions", SLOW_LINE)
    await page.goto(platform.url("console", "/processes"))
    await page.evaluate("() => document.fonts.ready")
    assert await page.evaluate("() => window.shifted") < LARGEST_SHIFT, await page.evaluate(
        "() => window.moved"
    )
