"""Many tabs of one browser: none hangs, all are live by one stream, and none is left to see what is no longer its own.

A house of its own instead of the platform: nothing here needs a year.
"""

import asyncio
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, BrowserContext, Page, Request, Route, expect

from services.runtime.storage.database import transaction
from services.web.sign_in import browser_sessions
from tests.browser.watching import Watcher
from tests.house import House
from tests.integration.console.arranged import Arranged, arrange
from tests.integration.intake.builders import decision
from tests.patience import PATIENCE_S
from tests.visitor import proof_of

TABS = 8
"""More than the six connections that a browser has to one host over HTTP/1.1."""
BOARD = "/processes"


@pytest.fixture
async def console(house: House) -> Arranged:
    return await arrange(house)


@pytest.fixture
async def context(console: Arranged, browser: Browser) -> AsyncIterator[BrowserContext]:
    """A coordinator's browser, signed in, and watched."""
    door = console.house.services["console"]
    context = await browser.new_context(base_url=console.house.address("console"))
    context.set_default_timeout(PATIENCE_S * 1000)
    watcher = Watcher(context, [console.house.address("console").removeprefix("http://")])
    async with transaction(door.engine) as db:
        secret = await browser_sessions.begin(
            db,
            console.staff["coordinator"],
            proof=proof_of(console.house, console.staff["coordinator"], "console"),
            proven_by="passkey",
            device="",
            now=door.resources.state.door.real_clock.now(),
        )
    cookies = {"console": secret, "language": "en"}
    url = console.house.address("console")
    await context.add_cookies([{"name": name, "value": value, "url": url} for name, value in cookies.items()])
    yield context
    await context.close()
    assert watcher.faults == []


class Streams:
    """How many streams of a browser are open."""

    def __init__(self, context: BrowserContext) -> None:
        self._open: set[Request] = set()
        context.on("request", self._begin)
        context.on("requestfinished", self._end)
        context.on("requestfailed", self._end)

    def __len__(self) -> int:
        return sum(not one.frame.page.is_closed() for one in self._open)

    def _begin(self, request: Request) -> None:
        if request.resource_type == "eventsource":
            self._open.add(request)

    def _end(self, request: Request) -> None:
        self._open.discard(request)


async def tab(context: BrowserContext) -> Page:
    page = await context.new_page()
    await page.goto(BOARD)
    await is_live(page)
    return page


async def is_live(page: Page) -> None:
    await expect(page.locator("[data-live-state=on]")).to_be_visible()


async def show(page: Page, hidden: bool) -> None:
    """As if another tab lay over it, or no more."""
    await page.evaluate(
        """(hidden) => {
            Object.defineProperty(document, "hidden", { configurable: true, get: () => hidden });
            document.dispatchEvent(new Event("visibilitychange"));
        }""",
        hidden,
    )


async def test_many_tabs_are_live_by_one_stream_that_is_handed_on(
    console: Arranged, context: BrowserContext
) -> None:
    streams = Streams(context)
    tabs = [await tab(context) for _ in range(TABS)]
    assert len(streams) == 1
    _, number = await console.asked()
    for page in tabs:
        await expect(page.get_by_text(number, exact=True)).to_be_visible()

    await tabs.pop(0).close()
    _, number = await console.asked()
    for page in tabs:
        await expect(page.get_by_text(number, exact=True)).to_be_visible()
    assert len(streams) == 1

    for page in tabs:
        await show(page, hidden=True)
    await expect_none(streams, tabs[0])
    _, number = await console.asked()
    await console.house.quiet()
    await show(tabs[3], hidden=False)
    await expect(tabs[3].get_by_text(number, exact=True)).to_be_visible()
    assert len(streams) == 1


async def expect_none(streams: Streams, page: Page) -> None:
    async with asyncio.timeout(PATIENCE_S):
        while len(streams):
            await page.wait_for_timeout(20)


async def test_a_browser_without_locks_is_live_as_well(console: Arranged, context: BrowserContext) -> None:
    await context.add_init_script("Object.defineProperty(navigator, 'locks', { value: undefined })")
    page = await tab(context)
    _, number = await console.asked()
    await expect(page.get_by_text(number, exact=True)).to_be_visible()


async def test_news_that_the_door_could_not_answer_for_are_asked_for_again(
    console: Arranged, context: BrowserContext
) -> None:
    """Neither is what was seen before taken off the page meanwhile."""
    _, first = await console.asked()
    await console.house.quiet()
    page = await tab(context)
    answers = []

    async def later(route: Route) -> None:
        answers.append(429)
        await route.fulfill(status=429, content_type="text/html", body="<h1>later</h1>")

    await page.route(f"**{BOARD}", later, times=2)
    _, second = await console.asked()
    await expect(page.get_by_text(second, exact=True)).to_be_visible()
    await expect(page.get_by_text(first, exact=True)).to_be_visible()
    assert answers == [429, 429]


async def test_news_that_come_before_the_page_is_whole_are_not_lost(
    console: Arranged, context: BrowserContext
) -> None:
    waits = asyncio.Event()

    async def late(route: Route) -> None:
        await waits.wait()
        await route.continue_()

    await context.route("**/htmx.min.js*", late)
    page = await context.new_page()
    await page.goto(BOARD, wait_until="commit")
    await is_live(page)
    _, number = await console.asked()
    await expect(page.locator("#announcements")).to_contain_text(number)
    waits.set()
    await expect(page.get_by_text(number, exact=True)).to_be_visible()


async def test_after_the_sign_out_no_tab_is_live_and_none_shows_a_page_from_memory(
    console: Arranged, context: BrowserContext
) -> None:
    _, number = await console.asked()
    await console.house.quiet()
    board, other = await tab(context), await tab(context)
    await board.goto("/me")
    await board.evaluate("fetch('/sign-out', { method: 'POST', redirect: 'manual' })")

    await expect(other.locator("[data-live-state=over]")).to_have_text("No longer live: open the page again")
    await expect(other.locator("[data-session-over]")).to_be_visible()
    await board.go_back()
    await expect(board).to_have_url(f"{console.house.address('console')}/sign-in?next=/processes")
    await expect(other.get_by_text(number, exact=True)).to_be_visible()
    await other.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    await expect(other).to_have_url(f"{console.house.address('console')}/sign-in?next=/processes")


async def test_a_row_that_is_pressed_does_not_slip_away_from_under_the_click(
    console: Arranged, context: BrowserContext
) -> None:
    """What was above it is done at that moment, by somebody else."""
    below, _ = await console.asked()
    above, number = await console.asked()
    await console.house.quiet()
    my_day = await context.new_page()
    await my_day.goto("/")
    await is_live(my_day)
    row = my_day.locator(f"#work-decide_screening-{below}-").get_by_role("link")
    leads_to = await row.get_attribute("href")
    await row.hover()
    await my_day.mouse.down()
    async with my_day.expect_response(lambda answer: answer.request.resource_type in ("fetch", "xhr")):
        await console.house.ask(decision(above))
    await expect(my_day.locator("#announcements")).to_contain_text(number)
    await my_day.evaluate("new Promise((shown) => requestAnimationFrame(() => requestAnimationFrame(shown)))")
    await my_day.mouse.up()
    await expect(my_day).to_have_url(f"{console.house.address('console')}{leads_to}")


async def test_what_was_held_back_while_the_pointer_was_down_comes_when_it_is_let_go(
    console: Arranged, context: BrowserContext
) -> None:
    page = await tab(context)
    await page.get_by_role("heading", level=1).hover()
    await page.mouse.down()
    async with page.expect_response(lambda answer: answer.request.resource_type in ("fetch", "xhr")):
        _, number = await console.asked()
    await page.mouse.up()
    await expect(page.get_by_text(number, exact=True)).to_be_visible()


async def test_what_is_never_said_to_be_let_go_holds_nothing_back_for_long(
    console: Arranged, context: BrowserContext
) -> None:
    """A list that opens takes the pointer, and the other button opens a menu: the page hears of no end."""
    page = await tab(context)
    press = "new PointerEvent('pointerdown', { button: 0, buttons: 1 })"
    await page.evaluate(f"() => {{ document.dispatchEvent({press}); }}")
    async with page.expect_response(lambda answer: answer.request.resource_type in ("fetch", "xhr")):
        _, number = await console.asked()
    await page.mouse.move(200, 300)
    await expect(page.get_by_text(number, exact=True)).to_be_visible()

    await page.mouse.down(button="right")
    _, number = await console.asked()
    await expect(page.get_by_text(number, exact=True)).to_be_visible()
