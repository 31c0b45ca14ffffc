"""A server that takes what is sent and never answers: a page says so, and is there again when the server is."""

import pytest

from tests.house import House
from tests.integration.web.builders import person
from tests.visitor import visitor

PAGE = "/me/calendar"
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


async def test_while_the_broker_hangs_a_page_says_so_and_leads_back(own_house: House) -> None:
    gate = await own_house.gate("nats")
    await own_house.open("directory", "intake", "contracts", "sessions", "billing", "portal")
    async with await visitor(own_house, "portal", await person(own_house)) as browser:
        assert (await browser.get(PAGE)).status_code == 200
        gate.hang()
        page = await browser.post(
            "/me", data={"given_name": "Aino", "family_name": "Aalto", "language": "en"}
        )
        assert page.status_code == 503 and AWAY in page.text
        gate.go_on()
        assert (await browser.get(PAGE)).status_code == 200
