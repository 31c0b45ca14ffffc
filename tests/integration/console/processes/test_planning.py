"""The plan of the sessions in the console: the supervisor or a coordinator looks at other days and proposes them."""

import re
from dataclasses import dataclass
from datetime import time
from uuid import UUID

import pytest

from services.messages.values import Role
from tests.grown import grown
from tests.house import House
from tests.integration.console.arranged import Arranged, arrange
from tests.integration.contracts.builders import MEMBERS, completion, sign_by
from tests.integration.sessions.builders import PLANNED, hours
from tests.integration.sessions.proposals import confirmation, first_plan, otherwise, shown

WISH = "Kanarialintu: tiistai sopisi paremmin."
TUESDAY = 1


@dataclass
class Proposed:
    """A signed process whose days are proposed."""

    arranged: Arranged
    process_id: UUID
    path: str

    @property
    def house(self) -> House:
        return self.arranged.house

    async def page(self, role: str, path: str, **asked: str) -> str:
        async with await self.arranged.browser(role) as browser:
            page = await browser.get(path, params=asked)
        assert page.status_code == 200
        return page.text

    async def post(self, role: str, form: dict[str, str]) -> tuple[int, str]:
        async with await self.arranged.browser(role) as browser:
            answer = await browser.post(self.path, data=form, follow_redirects=True)
        return answer.status_code, answer.text


@pytest.fixture
async def proposed(house: House) -> Proposed:
    staff, process_id, number = await grown(house, _proposed)
    return Proposed(Arranged(house, staff), process_id, f"/processes/{number}/plan")


async def _proposed(house: House) -> tuple[dict[str, UUID], UUID, str]:
    arranged = await arrange(house)
    process_id, number = await arranged.drafted()
    house.move_clock(PLANNED)
    await sign_by(house, await house.ask(completion(process_id)))
    for weekday in (TUESDAY, TUESDAY + 1):
        await house.ask(hours(arranged.staff["supervisor"], weekday=weekday, from_time=time(9)))
    await house.ask(first_plan(process_id))
    await house.quiet()
    return arranged.staff, process_id, number


def hidden(page: str) -> dict[str, str]:
    """What the form of the looked-at plan carries."""
    form = page[page.index('id="looked-at"') :]
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))


async def test_a_coordinator_reads_the_wish_looks_at_other_days_and_proposes_them(proposed: Proposed) -> None:
    assert "Propose days for the sessions" not in await proposed.page("coordinator", "/")
    assert "Propose days for the sessions" not in await proposed.page("supervisor", "/")
    await proposed.house.ask(otherwise(proposed.process_id, WISH))
    await proposed.house.quiet()
    assert "Propose days for the sessions" in await proposed.page("coordinator", "/")
    assert f'href="{proposed.path}"' in await proposed.page("supervisor", "/")
    page = await proposed.page("coordinator", proposed.path)
    assert WISH in page and "Propose this plan" not in page and "Waits for other days to be proposed" in page
    asked = {"weekdays": str(TUESDAY), "start": "13:00", "first_day": "", "look": "1"}
    look = await proposed.page("coordinator", proposed.path, **asked)
    assert "Propose this plan" in look and "Tue" in look and "on other weekdays than were wished" not in look
    sunday = await proposed.page("coordinator", proposed.path, **asked | {"weekdays": "6"})
    assert "on other weekdays than were wished" in sunday
    form = hidden(look)
    assert (form["weekdays"], form["start"], form["revision"]) == (str(TUESDAY), "13:00", "1")
    status, told = await proposed.post("coordinator", form)
    assert status == 200 and "The plan is proposed." in told and WISH not in told
    await proposed.house.quiet()
    for role in ("coordinator", "supervisor"):
        assert "Propose days for the sessions" not in await proposed.page(role, "/")
    # A second press on the old page is the same act; another's is looked at again.
    assert (await proposed.post("coordinator", form))[0] == 200
    status, again = await proposed.post("supervisor", form)
    assert status == 422 and "The plan is another one by now." in again
    await proposed.house.open("notices")
    process = await proposed.page("coordinator", proposed.path.removesuffix("/plan"))
    assert f'href="{proposed.path}"' in process
    assert "Other days were asked for" in process and "A plan of the sessions was proposed" in process


async def test_the_supervisor_proposes_too_and_what_is_confirmed_stays(proposed: Proposed) -> None:
    assert "Waits for whoever acts for the supervisees" in await proposed.page("supervisor", proposed.path)
    look = await proposed.page("supervisor", proposed.path, look="1", first_day="2027-02-01")
    status, told = await proposed.post("supervisor", hidden(look))
    assert status == 200 and "The plan is proposed." in told
    await proposed.house.ask(confirmation(proposed.process_id, 2))
    page = await proposed.page("supervisor", proposed.path)
    assert "The plan is confirmed" in page and "Look at the plan" not in page
    plan = await shown(proposed.house, proposed.process_id, MEMBERS[0], Role.SUPERVISEE)
    assert plan.status == "confirmed"


async def test_what_cannot_be_is_said_at_its_field_and_finance_has_no_such_page(proposed: Proposed) -> None:
    late = await proposed.page("coordinator", proposed.path, look="1", first_day="2028-06-01")
    assert "outside the contract" in late and "Propose this plan" not in late
    gone = await proposed.page("coordinator", proposed.path, look="1", first_day="2020-01-01")
    assert "This day is past." in gone and "Propose this plan" not in gone
    wrong = await proposed.page("coordinator", proposed.path, look="1", start="nonsense")
    assert "Write a time" in wrong
    async with await proposed.arranged.browser("finance") as browser:
        assert (await browser.get(proposed.path)).status_code == 404
