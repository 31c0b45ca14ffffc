"""A signed process of the arranged console with its year of sessions planned."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import httpx

from services.messages.directory import RegisterPerson
from services.messages.sessions import ListSessions, SessionCard
from tests.grown import grown
from tests.house import House
from tests.integration.console.arranged import Arranged, arrange
from tests.integration.contracts.builders import MEMBERS, completion, sign_by
from tests.integration.sessions.builders import PLANNED, hours, plan

A_FORM = {"content-type": "application/x-www-form-urlencoded"}


@dataclass
class InSeries:
    """number: the process's."""

    arranged: Arranged
    process_id: UUID
    number: str

    @property
    def house(self) -> House:
        return self.arranged.house

    async def sessions(self) -> list[SessionCard]:
        return (await self.house.ask(ListSessions(process_id=self.process_id))).sessions

    async def first(self) -> SessionCard:
        return (await self.sessions())[0]

    async def path(self) -> str:
        return f"/sessions/{(await self.first()).session_id}"

    async def browser(self, role: str, language: str = "en") -> httpx.AsyncClient:
        return await self.arranged.browser(role, language)

    async def get(self, role: str, path: str, language: str = "en") -> str:
        async with await self.browser(role, language) as browser:
            page = await browser.get(path)
        assert page.status_code == 200, (path, page.status_code)
        return page.text

    async def post(self, role: str, path: str, **form: object) -> tuple[int, str]:
        """The status and the page. A form without a tick is a form too, as browsers say it."""
        async with await self.browser(role) as browser:
            answer = await browser.post(path, data=form, headers=A_FORM)
        return answer.status_code, answer.text

    def move_clock(self, to: datetime) -> None:
        self.house.move_clock(to)


async def in_series(house: House) -> InSeries:
    """The clock stands ten days before the first session."""
    staff, process_id, number = await grown(house, _planned)
    return InSeries(Arranged(house, staff), process_id, number)


async def _planned(house: House) -> tuple[dict[str, UUID], UUID, str]:
    arranged = await arrange(house)
    process_id, number = await arranged.drafted()
    for nth, member in enumerate(MEMBERS):
        await house.ask(_registered(member, nth))
    await sign_by(house, await house.ask(completion(process_id)))
    await house.ask(hours(arranged.staff["supervisor"]))
    first = (await plan(house, process_id))[0]
    await house.quiet()
    house.move_clock(first.starts_at - timedelta(days=10))
    return arranged.staff, process_id, number


def _registered(person_id: UUID, nth: int) -> RegisterPerson:
    return RegisterPerson(
        person_id=person_id,
        given_name=f"Aino{nth}",
        family_name="Aalto",
        email=f"aino{nth}@jarvikunta.example",
        language="fi",
        as_of=PLANNED,
    )
