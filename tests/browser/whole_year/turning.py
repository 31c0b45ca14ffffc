"""A group of three whose days are confirmed, and its people's browsers: where what turns in a year begins."""

import dataclasses
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from playwright.async_api import Page, expect

from deploy.demo import people as who
from deploy.demo.arranging import arrange
from deploy.demo.commission import Commission
from deploy.demo.year import confirm
from services.messages import intake, sessions
from services.messages.sessions import SessionCard
from services.runtime.finland import local_date
from tests.browser import stage
from tests.browser.doors import Doors, Name
from tests.browser.signing_in import Visitors
from tests.browser.whole_year.year import COORDINATOR
from tests.e2e.walking import Walk


def a_group(name: str) -> Commission:
    """Of three. Each test has one of its own, for all share a platform."""
    return dataclasses.replace(stage.of_the_municipality(name), supervisees=who.GROUP[:3])


EMPTY = "Täytä tämä kenttä."
UNCHOSEN = "Valitse yksi vaihtoehdoista."


@dataclass(frozen=True)
class Turns:
    visitors: Visitors
    platform: Doors
    walk: Walk
    group: Commission
    number: str

    async def page(self, person: who.Someone | None, door: Name, path: str, width: int = 1440) -> Page:
        email = person.email if person else None
        return await self.visitors.page(email, door, path, language="fi", width=width)

    async def planned(self) -> list[SessionCard]:
        listed = await self.walk.ask(sessions.ListSessions(process_id=self.group.process_id))
        return [one for one in listed.sessions if one.status == "planned"]


@pytest.fixture
async def turns(
    request: pytest.FixtureRequest, visitors: Visitors, platform: Doors, walk: Walk
) -> AsyncIterator[Turns]:
    """The module's GROUP, once its days are confirmed."""
    group: Commission = request.module.GROUP
    start = local_date(await walk.now()) + timedelta(days=1)
    calendar = stage.Soon(start.year, start, start + timedelta(days=170))
    for act in arrange(group, calendar):
        await walk.driver.carry_out(act)
    await walk.quiet()
    plan = await walk.driver.plan_of(group)
    assert plan is not None
    await walk.driver.carry_out(confirm(group, plan))
    await walk.quiet()
    process = await walk.ask(intake.ShowInquiry(process_id=group.process_id, viewer=COORDINATOR))
    yield Turns(visitors, platform, walk, group, process.number)


async def says_what_is_wrong(page: Page, words: str) -> None:
    await expect(page.locator("[data-error-summary]")).to_contain_text(words)
