"""In production staff do not come in by a mailed code alone; at the first time they make a passkey, then use it."""

from uuid import UUID

import httpx
import pytest

from tests.authenticator import Authenticator
from tests.house import House
from tests.integration.web.builders import person
from tests.visitor import visitor


@pytest.fixture
async def coordinator(house: House) -> UUID:
    await house.open("directory", "contracts", "console")
    return await person(house, relation="coordinator")


def in_production(house: House, browser: httpx.AsyncClient) -> None:
    """The door as it is there, but for HTTPS: its cookies come by hand."""
    house.services["console"].settings.profile = "production"
    browser.headers["cookie"] = f"__Host-console={browser.cookies['console']}"


async def test_a_code_leads_staff_to_the_page_where_a_passkey_is_made(house, coordinator):
    async with await visitor(house, "console", coordinator, proven_by="code") as browser:
        in_production(house, browser)
        kept_out = await browser.get("/me/security")
        led = await browser.get(kept_out.headers["location"])
        page = await browser.get(led.headers["location"])
    assert kept_out.headers["location"] == "/sign-in?next=/me/security"
    assert led.headers["location"] == "/me/passkey-needed?next=/me/security"
    assert page.status_code == 200 and 'data-passkey="create"' in page.text
    assert 'aria-label="Main navigation"' not in page.text


async def test_the_first_passkey_lets_them_in_and_a_second_needs_the_first(house, coordinator):
    device = Authenticator(house.address("console"))
    async with await visitor(house, "console", coordinator, proven_by="code") as browser:
        in_production(house, browser)
        own = browser.headers["cookie"]
        asked = await browser.post("/passkeys/register/options", json={})
        browser.headers["cookie"] = f"{own}; {asked.headers['set-cookie'].split(';')[0]}"
        made = await browser.post("/passkeys/register", json={"credential": device.make(asked.json())})
        browser.headers["cookie"] = made.headers["set-cookie"].split(";")[0]
        inside = await browser.get("/me/security")
        assert "Secure" in made.headers["set-cookie"]
    assert made.status_code == 200 and inside.status_code == 200
    async with await visitor(house, "console", coordinator, proven_by="code") as thief:
        in_production(house, thief)
        page = await thief.get("/me/passkey-needed")
        second = await thief.post("/passkeys/register/options", json={})
    assert 'data-passkey="get"' in page.text and 'data-passkey="create"' not in page.text
    assert second.status_code == 404


async def test_the_local_profile_asks_nobody_for_more(house, coordinator):
    async with await visitor(house, "console", coordinator, proven_by="code") as browser:
        assert (await browser.get("/me/security")).status_code == 200
        assert (await browser.get("/me/passkey-needed?next=/x")).headers["location"] == "/x"
