"""Pages are light and stay where they are: what a first visit transfers, and how far what is read moves meanwhile.

To see it turn red, take the compression out of services/web/opening.py, or the font's metrics out of its style.
"""

import pytest
from playwright.async_api import expect

from deploy.demo import people as who
from tests.browser.doors import Doors, Name
from tests.browser.signing_in import Visitors

MOST_TRANSFERRED = 160 * 1024
LARGEST_SHIFT = 0.05
WATCH_SHIFTS = """window.shifted = 0;
new PerformanceObserver(seen => {
    for (const one of seen.getEntries()) if (!one.hadRecentInput) window.shifted += one.value;
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
    assert len(bytes_of) >= 10 and sum(bytes_of) <= MOST_TRANSFERRED
    assert await page.evaluate("() => window.shifted") < LARGEST_SHIFT
