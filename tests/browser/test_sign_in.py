"""Signing in survives what companies' scanners do to mails, and what somebody does who does not know the code."""

import re

import httpx
import pytest
from playwright.async_api import Page, expect

from deploy.demo import people as who
from tests.browser.doors import NAMES, Doors, Name
from tests.browser.signing_in import Post, Visitors, ask_for_code, enter
from tests.patience import PATIENCE_S

PERSON: dict[Name, who.Someone] = {"portal": who.GROUP[1], "console": who.FINANCE}
"""Those whose sign-in is tried here; everybody else's is left as it is."""
LINK = re.compile(r"http://localhost:\d+/sign-in/link\S*")
INSIDE: dict[Name, str] = {"portal": "/home", "console": "/"}
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


async def test_a_scanner_that_opens_the_mailed_link_uses_nothing_up(
    visitors: Visitors, platform: Doors
) -> None:
    door: Name = "console"  # the portal's: tests/integration/web/test_sign_in.py
    person = PERSON[door].email
    page = await visitors.page(None, door)
    post = Post(platform.installation.mail, person)
    await ask_for_code(page, platform, person, door)
    link = LINK.search(await post.text(LINK))
    assert link
    async with httpx.AsyncClient(timeout=PATIENCE_S) as scanner:
        assert (await scanner.head(link[0])).status_code == 200
        opened = await scanner.get(link[0])
    assert opened.status_code == 200 and "set-cookie" not in opened.headers
    await enter(page, await post.code())
    await expect(page).to_have_url(platform.url(door, INSIDE[door]))


async def test_the_link_signs_in_by_its_button_in_the_browser_that_asked(
    visitors: Visitors, platform: Doors
) -> None:
    person = PERSON["portal"].email
    page = await visitors.page(None, "portal")
    post = Post(platform.installation.mail, person)
    await ask_for_code(page, platform, person, "portal")
    link = LINK.search(await post.text(LINK))
    assert link
    elsewhere = await visitors.page(None, "portal")
    await elsewhere.goto(link[0])
    await expect(elsewhere.locator("main form:has([name=code])")).to_have_count(0)
    await page.goto(link[0])
    await page.locator("main form:has([name=code]) button").click()
    await expect(page).to_have_url(platform.url("portal", "/home"))


async def test_five_wrong_codes_lock_the_right_one_out(visitors: Visitors, platform: Doors) -> None:
    person = PERSON["portal"].email
    page = await visitors.page(None, "portal", language="en")
    post = Post(platform.installation.mail, person)
    await ask_for_code(page, platform, person, "portal")
    right = await post.code()
    for tried in range(5):
        answer = await try_code(page, wrong(right))
        assert answer == (422 if tried < 4 else 429), tried
    await expect(page.locator("[data-error-summary]")).to_contain_text("15 minutes")
    if await page.locator("[name=code]").count():
        assert await try_code(page, right) == 429
    await page.goto(platform.url("portal", "/home"))
    await expect(page).to_have_url(re.compile("/sign-in"))


async def test_an_address_that_nobody_has_is_answered_as_every_other(
    visitors: Visitors, platform: Doors
) -> None:
    known, unknown = await visitors.page(None, "portal"), await visitors.page(None, "portal")
    await ask_for_code(known, platform, PERSON["portal"].email, "portal")
    await ask_for_code(unknown, platform, "nobody@lumijarvi.example", "portal")
    said = [(await page.locator("main").inner_text()).lower() for page in (known, unknown)]
    assert said[0].replace(PERSON["portal"].email, "") == said[1].replace("nobody@lumijarvi.example", "")


@pytest.mark.parametrize("door", NAMES)
async def test_a_passkey_is_added_and_signs_in_without_a_mail(
    visitors: Visitors, platform: Doors, door: Name
) -> None:
    page = await visitors.page(PERSON[door].email, door)
    devtools = await page.context.new_cdp_session(page)
    await devtools.send("WebAuthn.enable")
    await devtools.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    await page.goto(platform.url(door, "/me/security"))
    await page.locator("[data-passkey=create]").click()
    await expect(page.locator("form[action='/passkeys/remove']")).to_have_count(1)
    await page.context.clear_cookies()
    await page.goto(platform.url(door, "/sign-in"))
    await page.locator("[data-passkey=get]").click()
    await expect(page).to_have_url(platform.url(door, INSIDE[door]))
    await page.goto(platform.url(door, "/me/security"))
    await page.locator("form[action='/passkeys/remove'] button").click()  # others here come in by a code
    await expect(page.locator("form[action='/passkeys/remove']")).to_have_count(0)
    visitors.forget(PERSON[door].email, door)  # what a code had proved ended with the passkey


async def try_code(page: Page, code: str) -> int:
    await page.locator("[name=code]").fill(code)
    async with page.expect_navigation() as answered:
        await page.locator("form:has([name=code]) button").first.click()
    return (await answered.value).status


def wrong(right: str) -> str:
    return f"{(int(right) + 1) % 1_000_000:06}"
