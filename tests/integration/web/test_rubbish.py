"""Rubbish at both doors, from their own descriptions: no answer is a failure of ours, and none repeats what was sent.

A form that is shown again holds what was typed, as text: there the marker may stand, its tags may not.
To see it turn red, raise in any page, or answer `str(error.errors())` in services/web/pages/failures.py.
"""

import re
from uuid import UUID

import httpx
import pytest

from services.messages import directory
from services.messages.values import Address
from services.runtime.events.announcing import begin_saying
from services.runtime.storage.database import transaction
from services.web.sign_in import browser_sessions
from tests.founder import FOUNDER
from tests.house import House
from tests.integration.web.rubbish import MARK, MARKER, SOMEBODY, Sent, rubbish
from tests.patience import PATIENCE_S
from tests.visitor import proof_of

EVERYBODY = (
    "directory",
    "intake",
    "contracts",
    "sessions",
    "billing",
    "notices",
    "workflows",
    "portal",
    "console",
)
FORM = "application/x-www-form-urlencoded"
MANY = 300
"""Both doors have more pages and forms than would need fewer."""
TIME_FOR_ALL_S = 600
LEFT_OUT = ("/dev/clock",)
"""The clock can be moved by years, and the platform then lives through them."""
OWN_ADDRESS = re.compile(r'<input type="hidden" name="back" value="[^"]*">')
"""By which the language switch leads back to the very page that was asked for."""
PERSON = UUID(SOMEBODY)
ORGANISATION = UUID("00000000-0000-7000-8000-000000000002")


@pytest.fixture
async def whole_house(house: House) -> House:
    await house.open(*EVERYBODY)
    return house


@pytest.mark.timeout(TIME_FOR_ALL_S)
@pytest.mark.parametrize("door", ["portal", "console"])
async def test_rubbish_is_refused_and_not_repeated(whole_house: House, door: str) -> None:
    """From nobody, and from somebody."""
    address = whole_house.address(door)
    async with httpx.AsyncClient(base_url=address, timeout=PATIENCE_S) as reader:
        described = (await reader.get("/openapi.json")).json()
    made = list(rubbish(described, LEFT_OUT))
    assert len(made) > MANY
    for cookies in ({}, {door: await secret_of_somebody(whole_house, door)}):
        faults = await throw(made, address, cookies)
        assert not faults, f"{'signed in' if cookies else 'nobody'}\n" + "\n".join(faults)


async def secret_of_somebody(house: House, door: str) -> str:
    """A commissioner at the portal; at the console one who may do everything there."""
    now = house.clock.now()
    person = directory.RegisterPerson(
        person_id=PERSON,
        given_name="Roska",
        family_name="Rantanen",
        email="roska@kaato.example",
        language="fi",
        as_of=now,
    )
    organisation = directory.RegisterOrganisation(
        organisation_id=ORGANISATION,
        name="Kaatopaikka Oy",
        business_id="2345678-0",
        kind="company",
        language="fi",
        address=Address(street="Kuja 1", postal_code="33100", town="Tampere"),
        invoice_email="laskut@kaato.example",
        as_of=now,
    )
    await house.ask(person)
    await house.ask(organisation)
    relations: list[tuple[directory.Relation, UUID | None]] = [("hr", ORGANISATION)]
    relations += [("coordinator", None), ("finance", None), ("administrator", None)]
    for relation, of in relations:
        await house.ask(
            directory.RelatePerson(
                person_id=PERSON, relation=relation, organisation_id=of, given_by=FOUNDER, as_of=now
            )
        )
    service = house.services[door]
    async with transaction(service.engine) as db:
        begin_saying(db, service.clock)
        now, proof = service.resources.state.door.real_clock.now(), proof_of(house, PERSON, door)
        return await browser_sessions.begin(
            db, PERSON, proof=proof, proven_by="passkey", device="test", now=now
        )


async def throw(sent: list[Sent], address: str, cookies: dict[str, str]) -> list[str]:
    """Sends all of it. What was wrong with the answers.

    On the doors' own loop: a thread beside it would wait for the interpreter at every turn, and they for it.
    """
    faults = []
    headers = {"Sec-Fetch-Site": "same-origin"}
    async with httpx.AsyncClient(base_url=address, headers=headers, timeout=PATIENCE_S) as browser:
        for one in sent:
            browser.cookies = httpx.Cookies(cookies)
            content_type = {"Content-Type": FORM if one.body is None else "application/json"}
            answer = await browser.request(one.method, one.url, content=one.content, headers=content_type)
            faults += [f"{one.method} {one.path}: {fault}" for fault in wrong_with(answer)]
    return faults


def wrong_with(answer: httpx.Response) -> list[str]:
    """What of it is a failure, or was sent."""
    faults = [f"answered {answer.status_code}"] if answer.status_code >= 500 else []
    if MARKER in answer.text:
        faults.append("repeats what was sent, tags and all")
    elif MARK in OWN_ADDRESS.sub("", answer.text) and not is_a_form(answer):
        faults.append(f"repeats what was sent, with {answer.status_code}")
    return faults


def is_a_form(answer: httpx.Response) -> bool:
    return answer.status_code in (200, 422, 429) and "<form" in answer.text.partition("<main")[2]
