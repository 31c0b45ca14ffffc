"""A process with its year of sessions, before the first of them, and who opens its pages."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import httpx
import pytest

from services.messages.directory import RegisterPerson
from services.messages.sessions import ListSessions, SessionCard
from tests.grown import grown
from tests.house import House
from tests.integration.contracts import builders as contracts
from tests.integration.directory.builders import person, relate
from tests.integration.sessions.builders import PLANNED, hours, plan
from tests.visitor import visitor


@dataclass
class Planned:
    """A process with its year of sessions, and who opens its pages."""

    house: House
    process_id: UUID
    organisation_id: UUID
    member: UUID
    commissioner: UUID
    sessions: list[SessionCard]
    path: str = "/processes/TO-1001"

    async def now(self) -> list[SessionCard]:
        return (await self.house.ask(ListSessions(process_id=self.process_id))).sessions

    def of(self, session: SessionCard, what: str) -> str:
        return f"{self.path}/sessions/{session.session_id}/{what}"

    async def browser(self, person_id: UUID, language: str = "en") -> httpx.AsyncClient:
        return await visitor(self.house, "portal", person_id, language=language)


@pytest.fixture
async def planned(house: House) -> Planned:
    process_id, organisation_id, commissioner, sessions = await grown(house, year_of_sessions)
    return Planned(house, process_id, organisation_id, contracts.MEMBERS[0], commissioner, sessions)


async def year_of_sessions(house: House) -> tuple[UUID, UUID, UUID, list[SessionCard]]:
    """The clock stands ten days before its first session."""
    await house.open("directory", "intake", "contracts", "sessions", "billing", "portal")
    for number, member in enumerate(contracts.MEMBERS):
        await house.ask(_registered(member, f"member{number}@example.org"))
    contract = await contracts.signed(house)
    await house.ask(hours(contract.parties.supervisor_id))
    sessions = await plan(house, contract.process_id)
    commissioner = await person(house, "Helena", "Laine")
    await relate(house, commissioner, "hr", contract.terms.organisation_id)
    await house.quiet()
    house.move_clock(sessions[0].starts_at - timedelta(days=10))
    return contract.process_id, contract.terms.organisation_id, commissioner, sessions


def _registered(person_id: UUID, email: str) -> RegisterPerson:
    return RegisterPerson(
        person_id=person_id,
        given_name="Aino",
        family_name="Aalto",
        email=email,
        language="fi",
        as_of=PLANNED,
    )
