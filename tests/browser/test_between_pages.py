"""What comes between the pages is as they are (test_accessibility.py), and what is wrong with a page would be found."""

import pytest

from services.messages.values import Language
from tests.browser.doors import Doors, Name
from tests.browser.signing_in import Visitors, ask_for_code
from tests.browser.test_accessibility import COLOURS, COLOURS_IN, WIDTHS, examine, with_axe


@pytest.mark.parametrize(
    ("door", "language"), [*(("portal", language) for language in WIDTHS), ("console", "fi")]
)
async def test_what_comes_between_the_pages_can_be_used_too(
    visitors: Visitors, platform: Doors, door: Name, language: Language
) -> None:
    """The code page, the page that says what is wrong with a form, and the one for what is not there. Their words are
    of the ground of both doors.
    """
    page = await with_axe(await visitors.page(None, door, language=language))
    await page.goto(platform.url(door, "/sign-in"))
    await page.locator("main form button").first.click()
    await page.wait_for_selector("[data-error-summary]")
    faults = await examine(page, language, WIDTHS[language])
    await ask_for_code(page, platform, "nobody@nowhere.example", door)
    faults += await examine(page, language, WIDTHS[language])
    await page.goto(platform.url(door, "/no-such-page"))
    faults += await examine(page, language, WIDTHS[language])
    assert not faults, "\n".join(faults)


async def test_what_is_wrong_with_a_page_is_found(visitors: Visitors) -> None:
    """The control: without it no page could be found wrong."""
    page = await with_axe(await visitors.page(None, "portal"))
    await page.goto("about:blank")
    over = "<div class=card><h2><a href='#' style='position: fixed; inset: 0'>over</a></h2><a href='#'>under</a></div>"
    pale = "<p style='color: #ddd; background: #fff; width: 600px'>wide and pale</p>"
    await page.set_content(f"<h1>one</h1><h1>two</h1><img src='data:,'>{pale}{over}")
    faults = " ".join(await examine(page, COLOURS_IN))
    wrong = (
        "lang is",
        "2 h1",
        "no title",
        "image-alt",
        COLOURS,
        "lies over it",
        "scrolls sideways at 320 px",
    )
    assert [said for said in wrong if said not in faults] == [], faults
