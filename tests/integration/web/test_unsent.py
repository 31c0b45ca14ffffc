"""A form that is sent after the sign-in has ended: its person signs in again and is back at what they typed."""

import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from services.messages.directory import ProofKeys as Told
from services.runtime.proofs.people import KnownKeys, ProofKeys
from services.runtime.storage.database import transaction
from services.web.sign_in import browser_sessions, unsent
from tests.house import House
from tests.integration.web.builders import EMAIL, Mailbox, person
from tests.visitor import stranger

TYPED = {"given_name": "Aino-Inkeri", "family_name": "O'Kesken", "language": "sv"}


@pytest.fixture
async def mailbox(house: House) -> AsyncIterator[Mailbox]:
    await house.open("directory", "contracts", "portal")
    yield await Mailbox.open(house)


async def signs_in(browser: httpx.AsyncClient, mailbox: Mailbox, email: str, path: str) -> str:
    """The page to which the sign-in leads."""
    page = (await browser.get(path)).text
    found = re.search(r'name="next" value="([^"]*)"', page)
    await browser.post("/sign-in", data={"email": email, "next": found.group(1) if found else ""})
    entered = await browser.post("/sign-in/code", data={"code": (await mailbox.next()).code})
    return str(entered.headers["location"])


async def ended_elsewhere(house: House, person_id: UUID) -> None:
    async with transaction(house.services["portal"].engine) as db:
        await browser_sessions.revoke_others(db, person_id, None, datetime.now(UTC))


async def kept(house: House) -> str:
    rows = await house.rows(
        "portal", "SELECT encode(sealed, 'escape') AS sealed, secret_hash FROM unsent_form"
    )
    return "".join(f"{row['sealed']}{row['secret_hash']!r}" for row in rows)


async def test_the_person_is_back_at_the_form_with_what_they_typed_and_nobody_else_reads_it(house, mailbox):
    person_id = await person(house)
    await person(house, "olli@example.org")
    async with stranger(house, "portal") as browser:
        await signs_in(browser, mailbox, EMAIL, "/sign-in")
        await ended_elsewhere(house, person_id)
        referer = {"referer": f"{house.address('portal')}/me"}
        refused = await browser.post("/me", data=TYPED, headers=referer)
        assert refused.status_code == 303 and refused.headers["location"] == "/sign-in?next=/me"
        assert "What you typed is kept" in (await browser.get(refused.headers["location"])).text
        stored = await kept(house)
        assert stored and "Aino-Inkeri" not in stored and "given_name" not in stored

        await signs_in(browser, mailbox, "olli@example.org", refused.headers["location"])
        assert "Aino-Inkeri" not in (await browser.get("/me")).text
        await browser.post("/sign-out")

        assert await signs_in(browser, mailbox, EMAIL, refused.headers["location"]) == "/me"
        page = (await browser.get("/me")).text
        assert 'value="Aino-Inkeri"' in page and 'value="O&#x27;Kesken"' in page
        assert "/unsent/forget" in page
        assert (await browser.post("/me", data=TYPED)).status_code == 303
        assert "/unsent/forget" not in (await browser.get("/me")).text
        assert await kept(house) == ""


async def test_signing_out_in_another_tab_loses_nothing_and_it_can_be_forgotten(house, mailbox):
    await person(house)
    async with stranger(house, "portal") as browser:
        await signs_in(browser, mailbox, EMAIL, "/sign-in")
        await browser.post("/sign-out")
        for headers in ({}, {"hx-request": "true"}):
            refused = await browser.post("/me", data=TYPED, headers=headers)
        assert refused.headers["hx-redirect"] == "/sign-in?next=/me"
        await signs_in(browser, mailbox, EMAIL, "/sign-in?next=/me")
        assert 'value="Aino-Inkeri"' in (await browser.get("/me")).text
        assert (await browser.post("/unsent/forget")).headers["location"] == "/me"
        assert "Aino-Inkeri" not in (await browser.get("/me")).text


async def test_whose_proof_is_taken_no_more_signs_in_again_and_is_back_at_what_they_typed(house, mailbox):
    """As after another key: directory's old one proves nothing."""
    await person(house)
    async with stranger(house, "portal") as browser:
        await signs_in(browser, mailbox, EMAIL, "/sign-in")
        rotated = ProofKeys("k2", {"k2": Ed25519PrivateKey.generate()})
        directory = house.services["directory"]
        kept_by = directory.transactions.prover

        async def told(_: object) -> Told:
            return Told(keys={})

        directory.transactions.prover = KnownKeys(rotated.public(), told)
        try:
            referer = {"referer": f"{house.address('portal')}/me"}
            refused = await browser.post("/me", data=TYPED, headers=referer)
            over = await browser.get("/me")
        finally:
            directory.transactions.prover = kept_by
        assert refused.headers["location"] == over.headers["location"] == "/sign-in?next=/me"
        await signs_in(browser, mailbox, EMAIL, "/sign-in?next=/me")
        assert "Aino-Inkeri" in (await browser.get("/me")).text


async def test_a_form_of_nobody_is_not_kept_and_one_of_long_ago_is_gone(house, mailbox):
    person_id = await person(house)
    async with stranger(house, "portal") as browser:
        await browser.post("/me", data=TYPED)
        browser.cookies.set("portal", "x" * 43, domain="localhost.local", path="/")
        await browser.post("/me", data=TYPED)
    assert await kept(house) == ""
    form, now = unsent.Unsent("/me", "/me", list(TYPED.items())), datetime.now(UTC)
    async with transaction(house.services["portal"].engine) as db:
        ended = await browser_sessions.begin(db, person_id, proof="any", proven_by="code", device="", now=now)
        secret = await unsent.keep(db, ended, form, now)
        assert secret and await unsent.keep(db, ended, form, now) != secret
        secret = await unsent.keep(db, ended, form, now)
        assert secret and await unsent.find(db, secret, person_id, now) == form
        assert await unsent.find(db, secret, person_id, now + unsent.KEPT_FOR + timedelta(seconds=1)) is None
    assert len(await house.rows("portal", "SELECT 1 FROM unsent_form")) == 1
