"""Passkeys: made by somebody who is in, used by whoever holds the device, refused when anything does not fit."""

from typing import Any
from uuid import UUID

import httpx
import pytest

from tests.authenticator import Authenticator
from tests.house import House
from tests.integration.web.builders import EMAIL, Mailbox, person
from tests.integration.web.test_unsent import signs_in
from tests.visitor import stranger, visitor


@pytest.fixture
async def person_id(house: House) -> UUID:
    await house.open("directory", "contracts", "portal")
    return await person(house)


async def make(browser: httpx.AsyncClient, device: Authenticator, **more: Any) -> httpx.Response:
    options = (await browser.post("/passkeys/register/options", json={})).json()
    return await browser.post("/passkeys/register", json={"credential": device.make(options), **more})


async def use(browser: httpx.AsyncClient, device: Authenticator, **more: Any) -> httpx.Response:
    options = (await browser.post("/passkeys/sign-in/options", json={})).json()
    return await browser.post("/passkeys/sign-in", json={"credential": device.use(options), **more})


async def test_a_passkey_is_made_used_and_removed(house, person_id):
    device = Authenticator(house.address("portal"))
    async with await visitor(house, "portal", person_id) as browser:
        made = await make(browser, device, name="Työpuhelin")
        page = await browser.get("/me/security")
    async with stranger(house, "portal") as browser:
        entered = await use(browser, device, next="/me/security")
        inside = await browser.get("/me/security")
        credential_id = device.use({"challenge": "", "rpId": ""})["id"]
        await browser.post("/passkeys/remove", data={"credential_id": credential_id})
        await browser.post("/sign-out")
        gone = await use(browser, device)
    assert made.json() == {"next": "/me/security"} and "Työpuhelin" in page.text
    assert "The passkey was added." in page.text
    assert entered.json() == {"next": "/me/security"} and inside.status_code == 200
    assert gone.status_code == 422
    acts = await house.rows("portal", "SELECT act FROM access_log ORDER BY id")
    assert [row["act"] for row in acts] == ["keep_passkey", "signed_in", "remove_passkey"]


async def test_a_device_whose_passkey_is_removed_does_not_stay_signed_in(house, person_id):
    device = Authenticator(house.address("portal"))
    async with (
        await visitor(house, "portal", person_id, proven_by="code") as here,
        await visitor(house, "portal", person_id, proven_by="code") as by_mail,
        stranger(house, "portal") as lost,
    ):
        await make(here, device)
        await use(lost, device)
        before = await lost.get("/me/security")
        credential_id = device.use({"challenge": "", "rpId": ""})["id"]
        await here.post("/passkeys/remove", data={"credential_id": credential_id})
        after = [(await one.get("/me/security")).status_code for one in (lost, here, by_mail)]
    assert (before.status_code, after) == (200, [303, 200, 200])


async def test_a_passkey_that_was_made_at_the_portal_opens_no_console(house, person_id):
    """Not even where both have one host: who was there when it was made, the portal alone knows."""
    await house.open("console")
    coordinator = await person(house, "kerttu@example.org", "coordinator")
    device = Authenticator(house.address("portal"))
    async with await visitor(house, "portal", coordinator) as browser:
        await make(browser, device)
    device.origin = house.address("console")
    async with stranger(house, "console") as browser:
        assert (await use(browser, device)).status_code == 422
    device.origin = house.address("portal")
    async with stranger(house, "portal") as browser:
        assert (await use(browser, device)).status_code == 200


async def test_an_answer_for_another_page_is_refused(house, person_id):
    device = Authenticator("https://evil.example")
    async with await visitor(house, "portal", person_id) as browser:
        assert (await make(browser, device)).status_code == 422
        device.origin = house.address("portal")
        assert (await make(browser, device)).status_code == 200
        device.origin = "https://evil.example"
        assert (await use(browser, device)).status_code == 422


async def test_a_device_that_does_not_verify_its_user_is_refused(house, person_id):
    async with await visitor(house, "portal", person_id) as browser:
        made = await make(browser, Authenticator(house.address("portal"), is_verified=False))
    assert made.status_code == 422


async def test_a_challenge_is_answered_once_and_in_its_own_browser(house, person_id):
    device = Authenticator(house.address("portal"))
    async with await visitor(house, "portal", person_id) as browser:
        await make(browser, device)
    async with stranger(house, "portal") as browser, stranger(house, "portal") as thief:
        options = (await browser.post("/passkeys/sign-in/options", json={})).json()
        answer = {"credential": device.use(options)}
        await thief.post("/passkeys/sign-in/options", json={})
        stolen = await thief.post("/passkeys/sign-in", json=answer)
        first = await browser.post("/passkeys/sign-in", json=answer)
        again = await browser.post("/passkeys/sign-in", json=answer)
    assert (stolen.status_code, first.status_code, again.status_code) == (422, 200, 422)


async def test_a_challenge_waits_five_minutes(house, person_id):
    device = Authenticator(house.address("portal"))
    async with await visitor(house, "portal", person_id) as browser:
        await make(browser, device)
        options = (await browser.post("/passkeys/sign-in/options", json={})).json()
        await house.rows(
            "portal", "UPDATE sign_in_challenge SET expires_at = expires_at - interval '5 minutes'"
        )
        late = await browser.post("/passkeys/sign-in", json={"credential": device.use(options)})
    assert late.status_code == 422


async def test_a_copy_of_a_device_is_refused(house, person_id):
    device = Authenticator(house.address("portal"))
    async with await visitor(house, "portal", person_id) as browser:
        await make(browser, device)
        assert (await use(browser, device)).status_code == 200
        device.counter = 0
        copied = await use(browser, device)
    assert copied.status_code == 422


async def test_a_device_without_a_counter_is_taken_each_time(house, person_id):
    device = Authenticator(house.address("portal"), counts=False)
    async with await visitor(house, "portal", person_id) as browser:
        await make(browser, device)
        statuses = [(await use(browser, device)).status_code for _ in range(3)]
    assert statuses == [200] * 3


async def test_nobody_makes_a_passkey_without_having_come_in(house, person_id):
    async with stranger(house, "portal") as browser:
        asked = await browser.post("/passkeys/register/options", json={})
        answered = await browser.post("/passkeys/register", json={"credential": {}})
    assert asked.status_code == answered.status_code == 404


async def test_rubbish_is_refused_and_breaks_nothing(house, person_id):
    rubbish: list[Any] = [{}, {"id": 7}, {"id": "!"}, {"id": "AAAA", "response": []}, {"id": "x" * 3000}]
    async with await visitor(house, "portal", person_id) as browser:
        for step in ("sign-in", "register"):
            for credential in rubbish:
                await browser.post(f"/passkeys/{step}/options", json={})
                refused = await browser.post(f"/passkeys/{step}", json={"credential": credential})
                assert refused.status_code == 422, (step, credential)


async def test_who_has_a_passkey_comes_in_by_it_and_by_no_code(house, person_id):
    mailbox = await Mailbox.open(house)
    device = Authenticator(house.address("portal"))
    async with await visitor(house, "portal", person_id, proven_by="code") as browser:
        await make(browser, device)
        still = await browser.get("/me/security")
    async with stranger(house, "portal") as browser:
        typed = await signs_in(browser, mailbox, EMAIL, "/sign-in?next=/me")
        led = await browser.get((await browser.get("/me")).headers["location"])
        page = await browser.get(led.headers["location"])
        second = await browser.post("/passkeys/register/options", json={})
        entered = await use(browser, device, next="/me")
        inside = await browser.get("/me")
    assert still.status_code == 200 and "The passkey was added." in still.text
    assert typed == "/me" and led.headers["location"] == "/me/passkey-needed?next=/me"
    assert "vain niin turvallinen kuin postilaatikko" in page.text and 'data-passkey="get"' in page.text
    assert "<nav" not in page.text and second.status_code == 404
    assert entered.json() == {"next": "/me"} and inside.status_code == 200
