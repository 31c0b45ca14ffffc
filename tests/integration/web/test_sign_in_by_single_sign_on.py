"""The organisation's own sign-on: a provider on loopback says whose mail address it is; no more is believed."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator

import httpx
import pytest

from deploy.machine.ports import free_ports
from services.directory.proving import single_sign_on
from tests.house import House
from tests.integration.web.builders import EMAIL, person
from tests.patience import PATIENCE_S
from tests.visitor import stranger

PEOPLE: dict[str, dict[str, object]] = {
    "aino": {"email": EMAIL, "email_verified": True},
    "unverified": {"email": EMAIL, "email_verified": False},
    "silent": {"email": EMAIL},
    "unknown": {"email": "olli@example.org", "email_verified": True},
}


@pytest.fixture
async def provider() -> AsyncIterator[str]:
    """Its address. In a process of its own: it was written for other warnings than ours."""
    port = next(free_ports())
    people = [
        part for sub, of in PEOPLE.items() for part in ("--user-claims", json.dumps({"sub": sub, **of}))
    ]
    command = (sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(port), *people)
    running = await asyncio.create_subprocess_exec(
        *command, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL
    )
    address = f"http://localhost:{port}"
    try:
        await _answers(address, running)
        yield address
    finally:
        if running.returncode is None:
            running.kill()
        await running.wait()


async def _answers(address: str, running: asyncio.subprocess.Process) -> None:
    async with asyncio.timeout(PATIENCE_S), httpx.AsyncClient(timeout=PATIENCE_S) as http:
        while running.returncode is None:
            try:
                await http.get(f"{address}/.well-known/openid-configuration")
                return
            except httpx.TransportError:
                await asyncio.sleep(0.1)
    raise AssertionError("the provider did not start")


@pytest.fixture
async def door(house: House, provider: str) -> str:
    house.web.update(
        oidc_issuer=provider, oidc_client_id="luotsi", oidc_client_secret="s:cret", oidc_name="Kunta"
    )
    await house.open("directory", "contracts", "portal")
    await person(house)
    return house.address("portal")


async def at_the_provider(leaving: httpx.Response, sub: str) -> str:
    """Signs in there; where it sends the browser back to, as a path."""
    async with httpx.AsyncClient(timeout=PATIENCE_S) as http:
        answer = await http.post(leaving.headers["location"], data={"sub": sub})
    back = httpx.URL(answer.headers["location"])
    assert back.path == "/sign-in/oidc/callback"
    return back.raw_path.decode()


async def test_a_verified_address_comes_in(house, door):
    async with stranger(house, "portal") as browser:
        page = await browser.get("/sign-in?next=/me/security")
        leaving = await browser.get("/sign-in/oidc?next=/me/security")
        back = await browser.get(await at_the_provider(leaving, "aino"))
        inside = await browser.get("/me/security")
    assert "Sign in with Kunta" in page.text
    assert back.status_code == 303 and back.headers["location"] == "/me/security"
    assert "Kertakirjautumisella" in inside.text  # in the person's own language, once it is known who it is


async def test_no_connection_to_the_database_is_held_while_the_provider_is_asked(house, door, monkeypatch):
    asks, held = single_sign_on.verified_email, []
    await house.quiet()
    at_rest = house.services["directory"].engine.pool.checkedout()

    async def asked(*told):
        held.append(house.services["directory"].engine.pool.checkedout() - at_rest)
        return await asks(*told)

    monkeypatch.setattr(single_sign_on, "verified_email", asked)
    async with stranger(house, "portal") as browser:
        back = await browser.get(await at_the_provider(await browser.get("/sign-in/oidc"), "aino"))
    assert back.status_code == 303 and held == [0]


@pytest.mark.parametrize("sub", ["unverified", "silent", "unknown"])
async def test_an_address_that_is_not_verified_or_not_known_stays_out(house, door, sub):
    async with stranger(house, "portal") as browser:
        leaving = await browser.get("/sign-in/oidc")
        back = await browser.get(await at_the_provider(leaving, sub))
    assert back.status_code == 422 and "portal" not in browser.cookies
    assert EMAIL not in back.text


async def test_the_way_back_is_open_once_and_only_to_the_browser_that_left(house, door):
    async with stranger(house, "portal") as browser, stranger(house, "portal") as thief:
        back = await at_the_provider(await browser.get("/sign-in/oidc"), "aino")
        await thief.get("/sign-in/oidc")
        stolen = await thief.get(back)
        first = await browser.get(back)
        again = await browser.get(back)
    assert (stolen.status_code, first.status_code, again.status_code) == (422, 303, 422)


async def test_a_refusal_at_the_provider_and_rubbish_are_answered_with_the_sign_in(house, door):
    async with stranger(house, "portal") as browser:
        for query in ("", "?error=access_denied", "?code=x&state=y", "?code=x&state=%C3%A4"):
            await browser.get("/sign-in/oidc")
            answer = await browser.get(f"/sign-in/oidc/callback{query}")
            assert answer.status_code == 422 and "did not confirm" in answer.text


async def test_a_door_without_a_provider_offers_none(house):
    await house.open("directory", "contracts", "portal")
    async with stranger(house, "portal") as browser:
        page = await browser.get("/sign-in")
        asked = await browser.get("/sign-in/oidc")
    assert "/sign-in/oidc" not in page.text and asked.status_code == 404
