"""A mail address is changed by who reads the new one's mail; whoever had it before is told, and gets in no more."""

import asyncio
import re
from collections.abc import AsyncIterator
from uuid import UUID, uuid4

import httpx
import pytest

from services.messages.directory import (
    ChangeAddress,
    FindPerson,
    KeepPasskey,
    ListPasskeys,
    PersonAddressChanged,
    ShowEarlierAddress,
    ShowPerson,
)
from services.runtime.commands.refusal import Refusal
from tests.house import House
from tests.integration.web.builders import EMAIL, NOW, Mailbox, person, wrong
from tests.visitor import stranger

NEW = "aino.uusi@example.org"


@pytest.fixture
async def mailbox(house: House) -> AsyncIterator[Mailbox]:
    await house.open("directory", "contracts", "portal", "console")
    yield await Mailbox.open(house)


async def sign_in(browser: httpx.AsyncClient, mailbox: Mailbox, email: str = EMAIL) -> httpx.Response:
    await browser.post("/sign-in", data={"email": email})
    return await browser.post("/sign-in/code", data={"code": (await mailbox.next()).code})


def said_on(page: httpx.Response) -> str:
    """Without what is another in every form of every page."""
    return re.sub(r'name="press" value="[^"]*"', "", page.text)


async def email_of(house: House, person_id: UUID) -> str:
    return (await house.ask(ShowPerson(person_id=person_id))).email


async def said(house: House) -> list[PersonAddressChanged]:
    return [one for one in await house.events("directory") if isinstance(one, PersonAddressChanged)]


async def test_a_code_at_the_new_address_changes_it_and_the_old_one_lets_nobody_in(house, mailbox):
    person_id = await person(house)
    key = {"credential_id": "a2V5", "public_key": "cHVi", "sign_count": 0, "name": "Puhelin", "as_of": NOW}
    await house.ask(KeepPasskey(person_id=person_id, **key))
    async with stranger(house, "portal") as browser, stranger(house, "portal") as elsewhere:
        await sign_in(browser, mailbox)
        await sign_in(elsewhere, mailbox)
        async with stranger(house, "portal") as late:
            await late.post("/sign-in", data={"email": EMAIL})
            asked_before = await mailbox.next()
            await browser.post("/me/address", data={"email": NEW.upper()})
            mail = await mailbox.next()
            refused = await browser.post("/me/address/code", data={"code": wrong(mail.code)})
            changed = await browser.post("/me/address/code", data={"code": mail.code})
            too_late = await late.post("/sign-in/code", data={"code": asked_before.code})
        page = await browser.get("/me/address")
        assert (await elsewhere.get("/me")).status_code == 303
    assert (mail.email, mail.proves, mail.person_id, mail.asked_by) == (NEW, "address", person_id, person_id)
    assert (refused.status_code, changed.status_code, too_late.status_code) == (422, 303, 422)
    assert NEW in page.text and EMAIL in page.text
    assert await email_of(house, person_id) == NEW
    assert (await house.ask(FindPerson(email=EMAIL))).person is None
    assert len((await house.ask(ListPasskeys(person_id=person_id))).passkeys) == 1
    [event] = await said(house)
    assert EMAIL not in event.model_dump_json() and NEW not in event.model_dump_json()
    assert (await house.ask(ShowEarlierAddress(change_id=event.change_id))).email == EMAIL
    async with stranger(house, "portal") as browser:
        assert (await sign_in(browser, mailbox, NEW)).headers["location"] == "/home"


async def test_an_address_of_somebody_else_gets_no_code_and_the_page_tells_nothing(house, mailbox):
    person_id, _other = await person(house), await person(house, "other@example.org")
    async with stranger(house, "portal") as browser:
        await sign_in(browser, mailbox)
        await browser.post("/me/address", data={"email": "other@example.org"})
        taken = await browser.get("/me/address")
        guessed = await browser.post("/me/address/code", data={"code": "123456"})
        await browser.post("/me/address", data={"email": "free@example.org"})
        free = await browser.get("/me/address")
    assert said_on(taken).replace("other@", "free@") == said_on(free) and guessed.status_code == 422
    assert (await mailbox.next()).email == "free@example.org" and mailbox.orders.empty()
    assert await email_of(house, person_id) == EMAIL


async def test_of_two_who_take_one_address_at_once_one_has_it(house, mailbox):
    ids = [await person(house), await person(house, "other@example.org")]
    orders = [ChangeAddress(person_id=one, email=NEW, changed_by=one, as_of=NOW) for one in ids]
    results = await asyncio.gather(*(house.ask(one) for one in orders), return_exceptions=True)
    refused = [one for one in results if isinstance(one, Refusal)]
    assert [one.code for one in refused] == ["address_taken"]
    assert sorted([await email_of(house, one) == NEW for one in ids]) == [False, True]


async def test_a_coordinator_changes_a_customers_persons_and_nobody_elses(house, mailbox):
    customers, coordinator = await person(house), await person(house, "kerttu@example.org", "coordinator")
    finance = await person(house, "tauno@example.org", "finance")
    for target, code in ((finance, "not_yours_to_change"), (uuid4(), "unknown_person")):
        with pytest.raises(Refusal) as refused:
            await house.ask(ChangeAddress(person_id=target, email=NEW, changed_by=coordinator, as_of=NOW))
        assert refused.value.code == code
    with pytest.raises(Refusal):
        await house.ask(ChangeAddress(person_id=customers, email=NEW, changed_by=uuid4(), as_of=NOW))
    async with stranger(house, "console") as browser:
        await sign_in(browser, mailbox, "kerttu@example.org")
        path = f"/people/{customers}/address"
        assert (await browser.get(f"/people/{finance}/address")).status_code == 404
        assert 'href="/undelivered"' in (await browser.get(path)).text
        assert 'href="//evil' not in (await browser.get(f"{path}?back=//evil.example/organisations")).text
        came_from = f"/organisations/{uuid4()}"
        asked = await browser.post(path, params={"back": came_from}, data={"email": NEW})
        shown = (await browser.get(asked.headers["location"])).text
        assert (
            f'href="{came_from}"' in shown
            and 'href="/undelivered"' not in shown
            and 'href="/people/merge"' in shown
        )
        signing = "/processes/TO-1007/contracting"
        assert f'href="{signing}"' in (await browser.get(f"{path}?back={signing}")).text
        mail = await mailbox.next()
        assert mail.asked_by not in (None, customers) and mail.asker is None
        typed = {"code": mail.code}
        changed = await browser.post(f"{path}/code", params={"back": came_from}, data=typed)
        assert f'href="{came_from}"' in (await browser.get(changed.headers["location"])).text
    assert await email_of(house, customers) == NEW
    [event] = await said(house)
    assert (event.person_id, event.changed_by) == (customers, coordinator)


@pytest.mark.parametrize("by_whom", ["a coordinator", "themselves"])
async def test_where_another_puts_an_address_right_whoever_came_in_by_the_old_one_is_out(
    house: House, mailbox: Mailbox, by_whom: str
) -> None:
    """It may have been a stranger's. Who moves to a new address is the same person, and stays."""
    target, coordinator = await person(house), await person(house, "kerttu@example.org", "coordinator")
    key = {"credential_id": "a2V5", "public_key": "cHVi", "sign_count": 0, "name": "Puhelin", "as_of": NOW}
    await house.ask(KeepPasskey(person_id=target, **key))
    changed_by = coordinator if by_whom == "a coordinator" else target
    async with stranger(house, "portal") as browser:
        await sign_in(browser, mailbox)
        made = await browser.post("/me/calendar")
        await house.ask(ChangeAddress(person_id=target, email=NEW, changed_by=changed_by, as_of=NOW))
        await house.quiet()
        page = await browser.get("/me")
    assert made.status_code == 200
    feeds = await house.rows("portal", "select revoked_at from calendar_feed")
    stays = changed_by == target
    assert (page.status_code == 200, [row["revoked_at"] is None for row in feeds]) == (stays, [stays])
    assert len((await house.ask(ListPasskeys(person_id=target))).passkeys) == stays
