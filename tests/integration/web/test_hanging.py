"""A server that takes what is sent and never answers: a page says so, and is there again when the server is."""

import asyncio
import re
from collections.abc import Callable
from html import unescape
from typing import Literal

import pytest

from tests.gate import Gate
from tests.house import House
from tests.integration.web.builders import person
from tests.patience import PATIENCE_S
from tests.visitor import stranger, visitor

PAGE = "/me/calendar"
WAITED_FOR = {"postgres": "Database", "nats": "Message broker"}
AWAY = "A part of the service is away for a moment. Nothing was lost; try again."


@pytest.fixture
def short_of_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """A statement may take less than in a firm's house: nothing here takes long."""
    monkeypatch.setenv("LUOTSI_DATABASE_ANSWERS_WITHIN_S", "3")


async def test_while_the_database_hangs_a_page_says_so_and_leads_back(
    own_house: House, short_of_patience: None
) -> None:
    """First over the connections that it has, then over those that it would make."""
    gate = await own_house.gate("postgres")
    await own_house.open("directory", "intake", "contracts", "sessions", "billing", "portal")
    async with await visitor(own_house, "portal", await person(own_house)) as browser:
        assert (await browser.get(PAGE)).status_code == 200
        gate.hang()
        for _ in range(3):
            page = await browser.get(PAGE)
            assert page.status_code == 503 and AWAY in page.text and 'href="/"' in page.text
        gate.go_on()
        assert (await browser.get(PAGE)).status_code == 200


async def test_nobody_who_is_signed_in_is_asked_to_sign_in_while_a_service_is_away(own_house: House) -> None:
    await own_house.open("directory", "intake", "contracts", "sessions", "billing", "portal")
    async with await visitor(own_house, "portal", await person(own_house)) as browser:
        await own_house.stop("contracts")
        for page in (await browser.get(PAGE), await browser.post("/me", data={"given_name": "Aino"})):
            assert page.status_code == 503 and AWAY in page.text and 'href="/sign-in"' not in page.text
    async with stranger(own_house, "portal") as browser:
        page = await browser.get("/")
        assert page.status_code == 200 and 'href="/sign-in"' in page.text


async def test_while_the_broker_hangs_a_page_says_so_keeps_what_was_typed_and_leads_back(
    own_house: House,
) -> None:
    gate = await own_house.gate("nats")
    await own_house.open("directory", "intake", "contracts", "sessions", "billing", "portal")
    async with await visitor(own_house, "portal", await person(own_house)) as browser:
        assert (await browser.get(PAGE)).status_code == 200
        gate.hang()
        typed = {"given_name": "Aino", "family_name": "D'Aalto", "language": "en"}
        page = await browser.post("/me", data=typed)
        assert page.status_code == 503 and AWAY in page.text
        form = page.text.split('action="/me"')[1].split("</form>")[0]
        kept = dict(re.findall(r'<input type="hidden" name="(\w+)" value="(.*?)">\n', unescape(form)))
        assert kept == typed and "Send it again" in form and "D'Aalto" not in form
        gate.go_on()
        assert (await browser.get(PAGE)).status_code == 200
        assert (await browser.post("/me", data=kept)).status_code == 303


@pytest.mark.parametrize(("server", "how"), [("postgres", Gate.hang), ("nats", Gate.close)])
async def test_whoever_watches_the_system_sees_what_is_away_while_it_is(
    own_house: House,
    short_of_patience: None,
    server: Literal["postgres", "nats"],
    how: Callable[[Gate], None],
) -> None:
    """And nobody else does: not who was never let in, nor who has signed out."""
    gate = await own_house.gate(server)
    await own_house.open("directory", "intake", "contracts", "sessions", "billing", "console")
    administrator, other = (
        await person(own_house, relation="administrator"),
        await person(own_house, "o@e.example"),
    )
    async with (
        await visitor(own_house, "console", administrator) as browser,
        await visitor(own_house, "console", administrator) as signed_out,
        await visitor(own_house, "console", other) as stranger,
    ):
        for one in (browser, signed_out, stranger):
            await one.get("/system")
        await signed_out.post("/sign-out")
        how(gate)
        own_house.services["console"].resources.state.door.identities.forget(administrator)
        async with asyncio.timeout(2 * PATIENCE_S):  # the page renews itself: each look tells more
            while f"Waits for: {WAITED_FOR[server]}" not in (page := await browser.get("/system")).text:
                assert page.status_code == 200
        assert "Nobody can be asked just now who you are" in page.text
        for one in (signed_out, stranger):
            refused = await one.get("/system")
            assert refused.status_code in (303, 503) and "Directory" not in refused.text
        assert (await browser.get("/audit")).status_code == 503
        await (gate.open() if how is Gate.close else asyncio.sleep(0))
        gate.go_on()
        async with asyncio.timeout(PATIENCE_S):
            while (await browser.get("/audit")).status_code != 200:
                await asyncio.sleep(0.2)
