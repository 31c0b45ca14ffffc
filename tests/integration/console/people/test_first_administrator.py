"""A platform without staff: a printed link makes somebody its administrator, by a code at their mail address."""

import asyncio
import html
import re
from collections.abc import AsyncIterator
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from deploy.operating.first_administrator import first_administrator
from deploy.operating.which import CONSOLE_URL, NATS_URL
from services.messages.directory import Person, ShowStaff
from tests.house import House
from tests.integration.notices.mailbox import Mailbox
from tests.visitor import stranger

AINO = {"given_name": "Aino", "family_name": "Alku", "email": "aino@luotsi.fi", "language": "en"}


@pytest.fixture
async def mailbox(house: House) -> AsyncIterator[Mailbox]:
    box = Mailbox()
    box.open_for(house)
    yield box
    box.close()


@pytest.fixture
async def empty(house: House, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch) -> House:
    await house.open("directory", "notices", "console")
    monkeypatch.setenv(NATS_URL, house.servers.nats_url)
    monkeypatch.setenv("LUOTSI_NATS_NKEY", str(house.servers.installation.nkey("operator")))
    monkeypatch.setenv(CONSOLE_URL, house.address("console"))
    return house


async def printed(house: House, capsys: pytest.CaptureFixture[str]) -> str:
    """The link, as the command prints it; empty where it says no."""

    def never() -> None:
        raise AssertionError("the environment names the platform")

    capsys.readouterr()
    await asyncio.to_thread(first_administrator, never)  # type: ignore[arg-type]
    found = re.search(r"http\S+", capsys.readouterr().out)
    return found[0] if found else ""


def secret_of(link: str) -> str:
    return parse_qs(urlsplit(link).query)["link"][0]


async def mailed_code(house: House, mailbox: Mailbox) -> str:
    await house.quiet()
    found = re.search(r"\b(\d{3} \d{3})\b", mailbox.mails[-1].get_content())
    assert found
    return found[1]


async def administrators(house: House) -> list[Person]:
    return (await house.ask(ShowStaff(relation="administrator"))).people


async def prove(browser: httpx.AsyncClient, house: House, mailbox: Mailbox, link: str) -> httpx.Response:
    page = await browser.post("/first-administrator", data={**AINO, "link": secret_of(link)})
    assert page.status_code == 200 and "aino@luotsi.fi" in page.text, html.unescape(page.text)
    code = await mailed_code(house, mailbox)
    typed = {**AINO, "link": secret_of(link), "code": code}
    return await browser.post("/first-administrator/code", data=typed)


async def test_whoever_opens_the_printed_link_becomes_administrator_once(
    empty: House, mailbox: Mailbox, capsys: pytest.CaptureFixture[str]
) -> None:
    link = await printed(empty, capsys)
    [kept] = await empty.rows("directory", "select to_jsonb(first_link)::text as row from first_link")
    assert secret_of(link) not in kept["row"]
    async with stranger(empty, "console") as browser:
        for method in ("HEAD", "GET", "GET"):
            opened = await browser.request(method, link)
        assert opened.status_code == 200 and await administrators(empty) == []
        entered = await prove(browser, empty, mailbox, link)
        assert (entered.status_code, entered.headers["location"]) == (303, "/")
        [aino] = await administrators(empty)
        assert (aino.name, aino.email) == ("Aino Alku", "aino@luotsi.fi")
        assert (await browser.get("/people")).status_code == 200
        assert "no longer good" in (await browser.get(link)).text
    async with stranger(empty, "console") as another:
        page = await another.post("/first-administrator", data={**AINO, "link": secret_of(link)})
        assert page.status_code == 422 and "no longer good" in page.text
    assert await printed(empty, capsys) == ""
    assert secret_of(link) not in "".join(capsys.readouterr())


async def test_the_mails_link_leads_to_the_codes_form_in_the_browser_that_asked_and_back_from_another(
    empty: House, mailbox: Mailbox, capsys: pytest.CaptureFixture[str]
) -> None:
    link = secret_of(await printed(empty, capsys))
    async with stranger(empty, "console") as browser, stranger(empty, "console") as another:
        await browser.post("/first-administrator", data={**AINO, "link": link})
        code = await mailed_code(empty, mailbox)
        mailed = re.search(r"http\S+/first-administrator/code", mailbox.mails[-1].get_content())
        assert mailed
        page = await browser.get(mailed[0])
        typed = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page.text))
        assert typed["email"] == "aino@luotsi.fi" and 'name="code"' in page.text
        elsewhere = (await another.get(mailed[0])).text
        assert (
            "This browser has not asked for the code" in elsewhere and "first-administrator once" in elsewhere
        )
        assert "Aino" not in elsewhere and link not in elsewhere
        done = await browser.post("/first-administrator/code", data={**typed, "code": code})
        assert done.status_code == 303 and len(await administrators(empty)) == 1
        assert "has not asked" in (await browser.get(mailed[0])).text


async def test_in_two_tabs_each_address_goes_with_its_own_name_and_code(
    empty: House, mailbox: Mailbox, capsys: pytest.CaptureFixture[str]
) -> None:
    """The code of one tab's address never makes the other tab's person an administrator, and each tab can go on."""
    link = secret_of(await printed(empty, capsys))
    first, second = AINO, AINO | {"given_name": "Veikko", "email": "veikko@luotsi.fi"}
    async with stranger(empty, "console") as browser:
        codes = []
        for who in (first, second):
            await browser.post("/first-administrator", data={**who, "link": link})
            codes.append(await mailed_code(empty, mailbox))
        for code in codes:
            typed = {**first, "link": link, "code": code}
            crossed = await browser.post("/first-administrator/code", data=typed)
            assert crossed.status_code == 422 and "in another tab" in crossed.text
            assert "aino@luotsi.fi" in crossed.text and await administrators(empty) == []
        done = await browser.post(
            "/first-administrator/code", data={**second, "link": link, "code": codes[1]}
        )
        assert done.status_code == 303
    assert [one.name for one in await administrators(empty)] == ["Veikko Alku"]


async def test_a_link_is_over_after_an_hour_and_when_a_newer_one_was_printed(
    empty: House, mailbox: Mailbox, capsys: pytest.CaptureFixture[str]
) -> None:
    older, newer = await printed(empty, capsys), await printed(empty, capsys)
    async with stranger(empty, "console") as browser:
        assert "no longer good" in (await browser.get(older)).text
        assert "no longer good" not in (await browser.get(newer)).text
        page = await browser.post("/first-administrator", data={**AINO, "link": secret_of(newer)})
        assert page.status_code == 200
        code = await mailed_code(empty, mailbox)
        empty.move_clock(empty.clock.now() + timedelta(minutes=61))
        assert "no longer good" in (await browser.get(newer)).text
        late = await browser.post(
            "/first-administrator/code", data={**AINO, "link": secret_of(newer), "code": code}
        )
    assert late.status_code == 422 and await administrators(empty) == []


async def test_neither_a_wrong_code_nor_a_made_up_link_makes_an_administrator(
    empty: House, mailbox: Mailbox, capsys: pytest.CaptureFixture[str]
) -> None:
    link = await printed(empty, capsys)
    async with stranger(empty, "console") as browser:
        made_up = await browser.post("/first-administrator", data={**AINO, "link": "a" * 43})
        assert made_up.status_code == 422 and mailbox.mails == []
        await browser.post("/first-administrator", data={**AINO, "link": secret_of(link)})
        code = await mailed_code(empty, mailbox)
        wrong = f"{(int(code.replace(' ', '')) + 1) % 1_000_000:06}"
        typed = {**AINO, "link": secret_of(link), "code": wrong}
        assert (await browser.post("/first-administrator/code", data=typed)).status_code == 422
        assert await administrators(empty) == []
        # Another browser has not asked for the code.
        async with stranger(empty, "console") as thief:
            await thief.post("/first-administrator/code", data=typed | {"code": code})
        assert await administrators(empty) == []
        right = await browser.post("/first-administrator/code", data=typed | {"code": code})
    assert right.status_code == 303 and len(await administrators(empty)) == 1
