"""Every page of both doors, in each language and at each width: axe finds nothing, and the frame of it is right.

The pages are those to which links lead, as somebody of each kind; a route without such a page is a fault by itself.
To see it turn red, take the `lang` out of templates/layout.html, or a label out of any form.
"""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.async_api import Page

from services.messages.values import Language
from tests.browser.crawling import routes
from tests.browser.doors import NAMES, Doors, Name
from tests.browser.found import Found, Sight
from tests.browser.signing_in import HEIGHT, Visitors

AXE = Path(__file__).parent.parent / "vendor" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
COLOURS = "color-contrast"
COLOURS_IN: Language = "fi"
"""Each text's colour on each ground is what costs most to examine, and is the same in every language."""
WIDTHS: dict[Language, tuple[int, ...]] = {"fi": (1440, 390), "sv": (1440,), "en": (390,)}
"""What a width does to a page does not depend on its words, but for their length; Finnish ones are the longest.

Of a route that has two pages to look at, each is looked at in one of them.
"""
WIDEST = 1440
NARROWEST = 320
AT_ONCE = 2
EXAMINE = """async ([tags, rules]) => {
    const runOnly = {type: "tag", values: tags};
    const found = await axe.run(document, {resultTypes: ["violations"], runOnly, rules});
    const said = (one, node) => `${one.id}: ${node.target.join(" ")}: ${node.html.slice(0, 160)}`;
    return found.violations.flatMap(one => one.nodes.map(node => said(one, node)));
}"""
FRAME = """() => ({lang: document.documentElement.lang, headings: document.querySelectorAll("h1").length,
    title: document.title.trim()})"""
COVERED = """() => [...document.querySelectorAll(
    ".card:has(:is(h2, h3, h4) a) :is(a, button, summary)"
)].filter(one => {
    if (one.matches(":is(h2, h3, h4) a") || !one.checkVisibility()) return false;
    one.scrollIntoView({block: "center"});
    const [box] = one.getClientRects();
    const there = box && document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    return there && !one.contains(there);
}).map(one => one.outerHTML.slice(0, 160))"""
"""A card's heading leads somewhere wherever the card is pressed; what else it holds is to be reached all the same."""
SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


ELSEWHERE = {
    "/logo/{picture_id}": "where the provider has a logo; here it has none: tests/browser/first_day/test_first_day.py",
    "/settings/logo/pictures/{picture_id}": "the same",
    "/supervisor-pictures/{picture_id}": "of a supervisor with a picture; here none has one:"
    " tests/integration/portal/test_proposal.py",
    "/processes/{number}/proposal/supervisor": "the same, on their proposal: the same",
    "/sign-in/code": "after an address was typed: below, on the way in",
    "/sign-in/oidc": "where there is a single sign-on: tests/integration/web",
    "/sign-in/oidc/callback": "the same",
    "/feed/{secret}.ics": "a calendar's own address, told once: tests/integration/web/test_feed.py",
    "/exceptions/parked/{service}/{parked_id}": "of a message that was laid aside; here none is, unless an earlier test"
    " left one: tests/integration/console/operations",
    "/exceptions/stuck/{process_id}": "of a process that is stuck; here none is",
    "/processes/{number}/reviews/{kind}": "of an open review: tests/integration/console/processes/test_reviews.py",
    "/processes/{number}/pause": "of a contract that goes on: tests/integration/portal/test_pausing.py",
    "/processes/{number}/amendment": "of a contract that goes on: tests/integration/portal/test_amending.py",
    "/processes/{number}/contract/change": "of a contract that was changed: the same",
    "/processes/{number}/supervisor": "of a contract that goes on: tests/browser/whole_year/test_turns_by_hand.py",
    "/billing/held/{process_id}/{period}": "of a customer whose invoices are held; here none is:"
    " tests/integration/console/money/test_held.py",
    "/billing/runs/{period}/lines/{item_id}": "of a line that waits for its invoice; here none does:"
    " tests/integration/console/money/test_billing.py",
    "/papers/{process_id}": "while a paper waits for its supervisor; here none does:"
    " tests/integration/portal/test_other_supervisor.py",
    "/processes/{number}/confirm": "while whom it was entered for has not confirmed; here nobody waits:"
    " tests/integration/portal/test_own_inquiry.py",
    "/invoices/own-lines.csv": "for a department on a collective invoice; here none is:"
    " tests/integration/portal/money/test_collective.py",
    "/processes/{number}/terminate": "of a contract that goes on: tests/integration/portal/test_terminating.py",
    "/processes/{number}/end-at-once": "the same, without notice: the same",
    "/processes/{number}/earlier-end": "the same, by agreement: the same",
    "/processes/{number}/representative": "for a group's member while it goes on:"
    " tests/integration/portal/test_goals_and_reviews.py",
    "/processes/{number}/joining": "for a group that goes on: tests/integration/portal/joining/test_joining.py",
    "/sign/{token}/pdf": "while the paper waits for its reader; here none does:"
    " tests/integration/portal/test_signing_links.py",
    "/join/{token}": "for a member who is asked about a newcomer: tests/integration/portal/joining/test_joining.py",
    "/processes/{number}/group/newcomer": "of a group that goes on:"
    " tests/integration/console/processes/test_newcomer.py",
    "/trial/{token}": "for who is asked about a trial: tests/integration/console/processes/test_trial_answered.py",
    "/processes/{number}/trial": "of a process whose proposal has one:"
    " tests/integration/console/processes/test_trial.py",
    "/processes/{number}/interest": "of a paper that its supervisor could not sign; here all could:"
    " tests/integration/console/processes/test_conflict_at_signature.py",
    "/processes/{number}/plan": "of a contract whose sessions are not agreed yet:"
    " tests/integration/portal/test_plans.py, tests/integration/console/processes/test_planning.py",
    "/processes/{number}/sessions/{session_id}/nobody-came": "for a member after a session; here none is open:"
    " tests/integration/billing/disputes/test_denying.py",
    "/processes/{number}/sessions/{session_id}/not-right": "the same, of what is on no invoice yet:"
    " tests/integration/portal/schedule/test_said_of_sessions.py",
    "/processes/{number}/disputes": "of a process with a dispute; here none has one:"
    " tests/integration/portal/money/test_disputes.py",
    "/invoices/{number}/dispute": "of an invoice of the last two weeks; here none is so new:"
    " tests/integration/console/money/test_disputes.py",
    "/credit-notes/{number}": "of an invoice that was credited; here none is:"
    " tests/integration/console/money/test_credits.py, tests/integration/portal/money/test_invoices.py",
    "/credit-notes/{number}/pdf": "the same",
    "/credit-notes/{number}/xml/{wanted}": "the same",
    "/dev/clock/reading": "a part of /dev/clock, asked for while the clock moves",
    "/processes/{number}/sessions/{session_id}/absence": "for a group's member before a session; here none is to come:"
    " tests/integration/portal/schedule/test_said_of_sessions.py",
    "/sessions/{session_id}/correct": "of a record that is on no invoice yet; here all are:"
    " tests/integration/console/sessions/test_sessions.py",
    "/sessions/{session_id}/replan": "of a session that its supervisor called off and that found no time by itself:"
    " tests/integration/console/sessions/test_moving_and_cancelling.py",
    "/still": "asked by the pages' own script: tests/browser/test_tabs.py",
    "/me/passkey-needed": "where staff must prove more, which the local profile does not ask: tests/integration/web",
}
"""Routes to which no link leads on a platform such as this one."""


@pytest.mark.parametrize("door", NAMES)
def test_links_lead_somebody_to_every_address(found: Found, door: Name) -> None:
    left_out = sorted(set(routes(door)) - found.routes(door) - ELSEWHERE.keys())
    assert not left_out, "\n".join(left_out)


@pytest.mark.parametrize("door", NAMES)
def test_no_page_leads_to_one_that_is_not_there(found: Found, door: Name) -> None:
    broken = [
        f"{answer.status} {answer.path}, linked on {answer.linked_on} as {visitor}"
        for visitor, answer in found.everything(door)
        if answer.linked_on and answer.status >= 400
    ]
    assert not broken, "\n".join(broken)


@pytest.mark.parametrize("language", WIDTHS)
@pytest.mark.parametrize("door", NAMES)
async def test_every_page_can_be_used_by_everybody(
    found: Found, visitors: Visitors, platform: Doors, door: Name, language: Language
) -> None:
    waiting = iter(found.sights(door, WIDTHS[language]))
    faults: list[str] = []
    await asyncio.gather(
        *(examine_all(visitors, platform, waiting, language, faults) for _ in range(AT_ONCE))
    )
    assert not faults, "\n".join(faults)


async def examine_all(
    visitors: Visitors, platform: Doors, waiting: Iterator[Sight], language: Language, faults: list[str]
) -> None:
    """Takes from what waits until nothing does; a page for each visitor is kept open."""
    pages: dict[str | None, Page] = {}
    for sight in waiting:
        if sight.visitor not in pages:
            pages[sight.visitor] = await with_axe(
                await visitors.page(sight.visitor, sight.door, language=language)
            )
        page = pages[sight.visitor]
        await page.goto(platform.url(sight.door, sight.path))
        faults += [f"{language} {sight}: {fault}" for fault in await examine(page, language, sight.widths)]


async def with_axe(page: Page) -> Page:
    """Every document that it opens from now on can be examined."""
    await page.add_init_script(path=AXE)
    return page


async def examine(page: Page, language: Language, widths: tuple[int, ...] = (WIDEST,)) -> list[str]:
    """What is wrong with the page that is open."""
    frame = await page.evaluate(FRAME)
    faults = [] if frame["lang"] == language else [f"lang is {frame['lang']}"]
    faults += [] if frame["headings"] == 1 else [f"{frame['headings']} h1"]
    faults += [] if frame["title"] else ["no title"]
    faults += [f"the card lies over it: {one}" for one in await page.evaluate(COVERED)]
    rules = {COLOURS: {"enabled": language == COLOURS_IN}}
    for width in widths:
        await page.set_viewport_size({"width": width, "height": HEIGHT})
        faults += [f"{width} px: {one}" for one in await page.evaluate(EXAMINE, [TAGS, rules])]
    await page.set_viewport_size({"width": NARROWEST, "height": HEIGHT})
    if beyond := await page.evaluate(SIDEWAYS):
        faults.append(f"scrolls sideways at {NARROWEST} px by {beyond} px")
    await page.set_viewport_size({"width": WIDEST, "height": HEIGHT})
    return faults
