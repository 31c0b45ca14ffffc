"""A process whose trial is accepted, and everybody at their own door."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import httpx
import pytest

from services.messages.contracts import ShowTrial, TrialShown
from services.messages.intake import ShowInquiry
from services.messages.values import Role, Viewer
from tests.grown import grown
from tests.house import House
from tests.integration.console.arranged import Arranged, arrange
from tests.integration.intake import builders as intake
from tests.integration.notices.mailbox import Mailbox
from tests.integration.sessions.builders import PLANNED, hours
from tests.visitor import visitor

T1 = date(2027, 1, 13)
"""The first Wednesday that is no holiday."""


PLACE = "Pappila, huone 2"


AFTER = datetime(2027, 1, 14, 9, 0, tzinfo=UTC)


NAMES = (("Aino", "Aalto"), ("Eero", "Eskola"))


@dataclass
class Tried:
    arranged: Arranged
    process_id: UUID
    number: str
    commissioner: UUID

    @property
    def path(self) -> str:
        return f"/processes/{self.number}/trial"

    def form(self, **other: Any) -> dict[str, Any]:
        """As the coordinator fills it in: Eero speaks for the two."""
        form: dict[str, Any] = {
            "replaces": 0,
            "commissioner_id": str(self.commissioner),
            "representative": 2,
            "first_day": "2027-01-04",
            "place": PLACE,
        }
        for row, (given, family) in enumerate(NAMES, 1):
            told = {"given": given, "family": family, "email": f"{given}@jarvi.example", "language": "fi"}
            form |= {f"member_{row}_{part}": value for part, value in told.items()}
        return form | other

    async def looked(self, **other: Any) -> dict[str, Any]:
        """The same, once its days were looked at."""
        form = self.form(**other)
        page = await self.arranged.send(self.path, form | {"look": "true"}, status=200)
        [shown] = re.findall(r'name="fingerprint" value="([^"]+)"', page)
        return form | {"fingerprint": shown}

    async def shown(self) -> TrialShown:
        viewer = Viewer(person_id=self.arranged.staff["coordinator"], role=Role.COORDINATOR)
        return await self.arranged.house.ask(ShowTrial(process_id=self.process_id, viewer=viewer))

    async def phase(self) -> str:
        """On the console's board."""
        (card,) = await self.arranged.house.rows(
            "console", "SELECT phase FROM process_card WHERE process_id = $1", self.process_id
        )
        return str(card["phase"])

    async def portal(self, person_id: UUID) -> httpx.AsyncClient:
        return await visitor(self.arranged.house, "portal", person_id)

    async def say(self, person_id: UUID, form: dict[str, Any], path: str = "", status: int = 303) -> str:
        async with await self.portal(person_id) as browser:
            answer = await browser.post(self.path + path, data=form)
        assert answer.status_code == status, answer.text[-2000:]
        await self.arranged.house.quiet()
        return answer.text

    async def seen(self, person_id: UUID, path: str | None = None, status: int = 200) -> str:
        async with await self.portal(person_id) as browser:
            answer = await browser.get(path or self.path)
        assert answer.status_code == status
        return answer.text

    async def prepared(self) -> list[UUID]:
        """The members."""
        await self.arranged.send(self.path, await self.looked())
        await self.arranged.house.quiet()
        return (await self.shown()).parties.supervisee_ids

    async def agreed(self) -> list[UUID]:
        """For a test that begins with it: all of it is as a test before has left it."""
        return await grown(self.arranged.house, _agreed)

    async def agreed_by_hand(self) -> list[UUID]:
        """After something else, or where letters are to be heard."""
        members = await self.prepared()
        for person in (self.commissioner, *members):
            await self.say(person, {"revision": 1})
        await self.arranged.send(f"{self.path}/agree", {"revision": 1}, "supervisor")
        await self.arranged.house.quiet()
        return members


@pytest.fixture
async def tried(house: House, request: pytest.FixtureRequest) -> Tried:
    """Anew where letters are to be heard: what a copy has behind it was said to nobody."""
    begun = _tried(house) if "mails" in request.fixturenames else grown(house, _tried)
    return _as_tried(house, *await begun)


def _as_tried(
    house: House, staff: dict[str, UUID], process_id: UUID, number: str, commissioner: UUID
) -> Tried:
    return Tried(Arranged(house, staff), process_id, number, commissioner)


async def _agreed(house: House) -> list[UUID]:
    return await _as_tried(house, *await grown(house, _tried)).agreed_by_hand()


async def _tried(house: House) -> tuple[dict[str, UUID], UUID, str, UUID]:
    arranged = await arrange(house)
    await house.open("portal")
    process_id, number = await arranged.matched()
    contact_id = (await house.ask(ShowInquiry(process_id=process_id))).contact_id
    assert contact_id
    terms = {"trial_sessions": 1, "trial_price": "credited", "trial_ends_by": date(2027, 2, 28)}
    await house.ask(intake.proposal(process_id, **terms))
    await house.ask(intake.answer(process_id, answered_by=contact_id))
    await house.ask(hours(arranged.staff["supervisor"]))
    house.move_clock(PLANNED)
    return arranged.staff, process_id, number, contact_id


@pytest.fixture
async def mails(tried: Tried) -> AsyncIterator[Mailbox]:
    mailbox = Mailbox()
    mailbox.open_for(tried.arranged.house)
    await tried.arranged.house.open("notices")
    yield mailbox
    mailbox.close()
