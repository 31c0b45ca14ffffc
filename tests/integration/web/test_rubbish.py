"""Rubbish at both doors, from their own descriptions: no answer is a failure of ours, and none repeats what was sent.

A form that is shown again holds what was typed, as text: there the marker may stand, its tags may not.
To see it turn red, raise in any page, or answer `str(error.errors())` in services/web/pages/failures.py.
"""

import asyncio
import contextlib
import re
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import hypothesis
import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from hypothesis.errors import Unsatisfiable
from hypothesis.strategies import SearchStrategy
from schemathesis import Case, GenerationMode

from services.messages import directory
from services.messages.values import Address
from services.runtime.events.announcing import begin_saying
from services.runtime.storage.database import transaction
from services.web.sign_in import browser_sessions
from tests.founder import FOUNDER
from tests.house import House
from tests.patience import PATIENCE_S

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
MARK = "KANARIA4411"
MARKER = f"{MARK}<i>"
CASES = 2
"""For each operation and each way of making them."""
TIME_FOR_ALL_S = 600
LEFT_OUT = ("/dev/clock",)
"""The clock can be moved by years, and the platform then lives through them."""
OWN_ADDRESS = re.compile(r'<input type="hidden" name="back" value="[^"]*">')
"""By which the language switch leads back to the very page that was asked for."""
PERSON = UUID("00000000-0000-7000-8000-000000000001")
ORGANISATION = UUID("00000000-0000-7000-8000-000000000002")


@pytest.fixture
async def whole_house(house: House) -> House:
    await house.open(*EVERYBODY)
    return house


@pytest.mark.timeout(TIME_FOR_ALL_S)
@pytest.mark.parametrize("door", ["portal", "console"])
async def test_rubbish_is_refused_and_not_repeated(whole_house: House, door: str) -> None:
    """From nobody, and from somebody; made once, since making it takes longer than answering it."""
    address = whole_house.address(door)
    rubbish = await asyncio.to_thread(rubbish_for, address)
    assert rubbish
    for cookies in ({}, {door: await secret_of_somebody(whole_house, door)}):
        faults = await asyncio.to_thread(throw, rubbish, address, cookies)
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
        return await browser_sessions.begin(
            db, PERSON, proven_by="passkey", device="test", now=service.resources.state.door.real_clock.now()
        )


def rubbish_for(address: str) -> list[Case]:
    """Many cases for every operation of a door."""
    described = requests.get(f"{address}/openapi.json", timeout=PATIENCE_S).json()
    return list(cases(schemathesis.openapi.from_dict(described)))


def throw(rubbish: list[Case], address: str, cookies: dict[str, str]) -> list[str]:
    """Sends all of it. What was wrong with the answers."""
    faults = []
    with requests.Session() as browser:
        browser.headers.update({"Sec-Fetch-Site": "same-origin"})
        for case in rubbish:
            browser.cookies.clear()
            browser.cookies.update(cookies)
            answer = browser.request(
                **case.as_transport_kwargs(base_url=address), timeout=PATIENCE_S, allow_redirects=False
            )
            faults += [f"{case.method} {case.path}: {fault}" for fault in wrong_with(answer)]
    return faults


def cases(schema: Any) -> Iterator[Case]:
    """The same at every run: such as the description allows, and such as it does not, all with the marker."""
    for found in schema.get_all_operations():
        operation = found.ok()
        if operation.path in LEFT_OUT or operation.path.endswith("/stream"):
            continue
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            yield from made(operation.as_strategy(generation_mode=mode))


def made(cases: SearchStrategy[Case]) -> list[Case]:
    """None where nothing can be sent that is against the description."""
    found: list[Case] = []

    @hypothesis.seed(4411)
    @settings(
        max_examples=CASES,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @hypothesis.given(case=cases)
    def make(case: Case) -> None:
        found.append(marked(case))

    with contextlib.suppress(Unsatisfiable):
        make()
    return found


def marked(case: Case) -> Case:
    """Every text with the marker behind it."""
    case.query = with_marker(case.query)
    case.body = with_marker(case.body)
    return case


def with_marker(value: Any) -> Any:
    if isinstance(value, str):
        return value + MARKER
    if isinstance(value, list):
        return [with_marker(one) for one in value]
    if isinstance(value, dict):
        return {name: with_marker(one) for name, one in value.items()}
    return value


def wrong_with(answer: requests.Response) -> list[str]:
    """What of it is a failure, or was sent."""
    faults = [f"answered {answer.status_code}"] if answer.status_code >= 500 else []
    if MARKER in answer.text:
        faults.append("repeats what was sent, tags and all")
    elif MARK in OWN_ADDRESS.sub("", answer.text) and not is_a_form(answer):
        faults.append(f"repeats what was sent, with {answer.status_code}")
    return faults


def is_a_form(answer: requests.Response) -> bool:
    return answer.status_code in (200, 422, 429) and "<form" in answer.text.partition("<main")[2]
