"""The console with everything behind it that arranging needs: staff, a supervisor, prices, and a process on its way."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID, uuid4

import httpx

from services.messages.contracts import DraftContract
from services.messages.directory import RegisterPerson, RelatePerson, Relation
from services.messages.intake import ShowInquiry
from services.runtime.clock import SystemClock
from tests.founder import FOUNDER
from tests.grown import grown
from tests.house import House
from tests.integration.intake import builders as intake
from tests.visitor import visitor


@dataclass
class Arranged:
    """A house whose console is open, and one person for each role of the provider."""

    house: House
    staff: dict[str, UUID]

    async def browser(self, role: str = "coordinator", language: str = "en") -> httpx.AsyncClient:
        """Signed in as that role. To be closed."""
        return await visitor(self.house, "console", self.staff[role], language=language)

    async def open(self, path: str, role: str = "coordinator", status: int = 200) -> str:
        """The page, as that role gets it."""
        async with await self.browser(role) as browser:
            answer = await browser.get(path)
        assert answer.status_code == status, (path, answer.status_code)
        return answer.text

    async def send(
        self, path: str, form: Mapping[str, object], role: str = "coordinator", status: int = 303
    ) -> str:
        """Where it leads; or the page itself, where it is refused."""
        async with await self.browser(role) as browser:
            answer = await browser.post(path, data=form)
        assert answer.status_code == status, (path, answer.status_code, answer.text[-3000:])
        return str(answer.headers.get("location", answer.text))

    async def asked(self, **facts: object) -> tuple[UUID, str]:
        """A new inquiry: its id and its number. COMMISSIONER asks, unless somebody else is said."""
        order = intake.inquiry(**facts)
        if "contact_email" not in facts:
            await intake.asking(self.house, order)
        receipt = await self.house.ask(order)
        return receipt.process_id, receipt.number

    async def in_matching(self, **facts: object) -> tuple[UUID, str]:
        process_id, number = await self.asked(**facts)
        await self.house.ask(intake.decision(process_id))
        return process_id, number

    async def matched(self, **facts: object) -> tuple[UUID, str]:
        process_id, number = await self.in_matching(**facts)
        await intake.chosen(self.house, process_id, self.staff["supervisor"])
        return process_id, number

    async def drafted(self, **facts: object) -> tuple[UUID, str]:
        """The proposal is accepted, and the paper begun."""
        process_id, number = await self.matched(**facts)
        contact_id = (await self.house.ask(ShowInquiry(process_id=process_id))).contact_id
        await self.house.ask(intake.proposal(process_id))
        await self.house.ask(intake.answer(process_id, answered_by=contact_id))
        await self.house.ask(DraftContract(process_id=process_id, as_of=intake.LATER))
        return process_id, number


async def arrange(house: House) -> Arranged:
    return Arranged(house, await grown(house, _staff))


async def _staff(house: House) -> dict[str, UUID]:
    await house.open("directory", "intake", "contracts", "sessions", "billing", "console")
    staff = {role: await one_of_ours(house, role) for role in ("coordinator", "finance", "administrator")}
    staff["supervisor"] = await intake.supervisor(house, capacity=9)
    await house.ask(intake.price(26500))
    return staff


async def one_of_ours(house: House, relation: Relation) -> UUID:
    now = SystemClock().now()
    person = await house.ask(
        RegisterPerson(
            person_id=uuid4(),
            given_name=relation.title(),
            family_name="Koivu",
            email=f"{relation}@luotsi.example",
            language="fi",
            as_of=now,
        )
    )
    await house.ask(RelatePerson(person_id=person.person_id, relation=relation, given_by=FOUNDER, as_of=now))
    return person.person_id
