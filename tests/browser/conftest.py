"""Real pages in a real browser: the platform of the outer ring when its year is over, its two doors, and Chromium.

The year is the walk's, so that it is lived once; what is done here comes after everything that counts its figures.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Generator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, async_playwright, expect

from deploy.checkout import browser as chromium
from tests.browser import stage
from tests.browser.doors import Doors
from tests.browser.found import Found, crawl_all
from tests.browser.signing_in import Visitors
from tests.e2e.walking import Walk
from tests.patience import PATIENCE_S

HERE = Path(__file__).parent
TIME_FOR_A_YEAR_S = 600
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
)
# What is seen is waited for; on two busy processors that takes longer than Playwright's own patience.
expect.set_options(timeout=PATIENCE_S * 1000)
FELL = pytest.StashKey[bool]()
SignInAs = Callable[..., Awaitable[Page]]


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """After every other ring; skipped where there is no browser, unless nothing may be left out."""
    ours = [item for item in items if HERE in item.path.parents]
    for item in ours:
        item.add_marker(pytest.mark.timeout(TIME_FOR_A_YEAR_S))
        item.add_marker(pytest.mark.servers)
        if not chromium.found() and not chromium.is_build_machine():
            reason = f"there is no Chromium on this machine: {chromium.HOW_TO_GET_IT}"
            item.add_marker(pytest.mark.skip(reason=reason))
    items[:] = [item for item in items if HERE not in item.path.parents] + ours


@pytest.fixture(scope="session")
async def platform(walk: Walk) -> Doors:
    """The two doors of a platform that has lived through its year, and has work waiting in every phase."""
    await stage.set_up(walk)
    return Doors(walk.installation)


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    """One for the whole run; every test has contexts of its own."""
    program = chromium.found()
    assert program, f"there is no Chromium on this machine: {chromium.HOW_TO_GET_IT}"
    async with async_playwright() as playwright:
        started = await playwright.chromium.launch(executable_path=program, args=[*ARGUMENTS])
        yield started
        await started.close()


@pytest.fixture(scope="session")
async def signed_in(platform: Doors, browser: Browser) -> Visitors:
    """Everybody signs in once in the whole run; the contexts of a test begin where that has ended."""
    return Visitors(platform, browser)


@pytest.fixture(scope="session")
async def found(platform: Doors, signed_in: Visitors) -> Found:
    """Every address that links lead to, as everybody."""
    return await crawl_all(platform, signed_in)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.when == "call":
        item.stash[FELL] = report.failed
    return report


@pytest.fixture
async def visitors(signed_in: Visitors, request: pytest.FixtureRequest) -> AsyncIterator[Visitors]:
    """Contexts for one test; at its end no visitor may have met an error, and none is left open.

    What they have before them when a test falls is printed.
    """
    yield signed_in
    if request.node.stash.get(FELL, False):
        print(await signed_in.see())
    faults = await signed_in.leave()
    assert not faults, "\n".join(faults)


@pytest.fixture
def sign_in_as(visitors: Visitors) -> SignInAs:
    """`await sign_in_as(email, "portal", language="sv", width=390)` is a page at the door, signed in."""
    return visitors.page
