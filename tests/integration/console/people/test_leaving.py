"""The page by which a supervisor leaves: what hangs on them, what stands in the way, what waits for another one."""

from collections.abc import AsyncIterator
from datetime import date, timedelta
from uuid import UUID

import pytest

from services.messages.contracts import ContractCard
from services.messages.directory import ShowContacts
from services.messages.sessions import ListSessions
from services.runtime.finland import local_date, start_of
from tests.grown import grown
from tests.house import House
from tests.integration.contracts.test_terminating import termination
from tests.integration.directory.builders import person, relate
from tests.integration.sessions.builders import no_show
from tests.integration.sessions.changes.test_handing_over import (
    ASKED,
    mondays,
    proposal,
    signed_by_members_and_new,
)
from tests.integration.sessions.changes.test_pausing import confirmed, pause
from tests.visitor import visitor

LAST = date(2027, 4, 30)
WAITS, NOTHING, PROPOSED = (
    "Waits for another supervisor",
    "No session after that day",
    "Another one is proposed",
)
IN_THE_WAY = "Stands in the way of pausing"


class Year:
    def __init__(self, house: House, contract: ContractCard, other: UUID, staff: UUID) -> None:
        self.house, self.contract, self.other, self.staff = house, contract, other, staff
        self.page = f"/supervisors/{contract.parties.supervisor_id}/leaving"

    async def look(self, last_day: str = LAST.isoformat(), status: int = 200) -> str:
        async with await visitor(self.house, "console", self.staff) as browser:
            answer = await browser.get(self.page, params={"last_day": last_day})
        assert answer.status_code == status, answer.text[-2000:]
        return answer.text

    async def press(self, status: int = 303, last_day: date = LAST, force: str = "true") -> str:
        async with await visitor(self.house, "console", self.staff) as browser:
            answer = await browser.post(self.page, data={"last_day": last_day.isoformat(), "force": force})
        assert answer.status_code == status, answer.text[-2000:]
        await self.house.quiet()
        return answer.text


@pytest.fixture
async def year(house: House) -> AsyncIterator[Year]:
    yield Year(house, *await grown(house, _year))


async def _year(house: House) -> tuple[ContractCard, UUID, UUID]:
    await house.open("directory", "intake", "contracts", "sessions", "console")
    contract, other, _ = await mondays(house)
    staff = await person(house, "Kaisa")
    await relate(house, staff, "coordinator")
    return contract, other, staff


async def test_what_is_paused_for_who_leaves_waits_for_another_until_one_is_proposed(year: Year) -> None:
    assert NOTHING in await year.look(year.contract.terms.ends_on.isoformat())
    assert "To be handled" in await year.look()
    await year.press()
    page = await year.look()
    assert WAITS in page and NOTHING not in page and "/processes/TO-1001/supervisor" in page
    async with await visitor(year.house, "console", year.staff) as browser:
        day = (await browser.get("/")).text
    assert "last day is set: find another" in day
    assert 'href="/processes/TO-1001/supervisor"' in day
    from_day = LAST + timedelta(days=1)
    await year.house.ask(proposal(year.contract, year.other, reason_code="left", from_day=from_day))
    await year.house.quiet()
    page = await year.look()
    assert PROPOSED in page and WAITS not in page


async def test_who_has_left_is_spoken_of_as_gone(year: Year) -> None:
    path = f"/supervisors/{year.contract.parties.supervisor_id}/leaving"
    await year.press()
    for days, has_left in ((0, False), (1, True)):
        year.house.move_clock(start_of(LAST + timedelta(days=days)) + timedelta(hours=9))
        async with await visitor(year.house, "console", year.staff) as browser:
            page = (await browser.get(path)).text
        for gone in ("A supervisor has left", "Left on"):
            assert (gone in page) is has_left, (days, gone)
        for leaving in ("A supervisor leaves", "leaves on", "This supervisor leaves"):
            assert (leaving in page) is not has_left, (days, leaving)


@pytest.mark.parametrize(
    ("last_day", "said"), [("junk", "Write a date."), ("2027-04-01", "This day is past.")]
)
async def test_a_day_that_is_none_or_past_is_refused_before_the_press(
    year: Year, last_day: str, said: str
) -> None:
    page = await year.look(last_day, status=422)
    assert f"Last day as a supervisor: {said}" in page and "Pause what is left" not in page


async def test_the_page_names_what_stands_in_the_way(year: Year) -> None:
    far = year.contract.terms.ends_on - timedelta(days=30)
    await confirmed(year.house, pause(year.contract, from_day=far, until_day=far, as_of=ASKED))
    page = await year.press(status=422)
    assert IN_THE_WAY in page and "A later pause is agreed" in page


async def test_the_page_names_what_is_terminated(year: Year) -> None:
    await year.house.ask(termination(year.contract))
    await year.house.quiet()
    page = await year.press(status=422, last_day=local_date(ASKED) + timedelta(days=4))
    assert IN_THE_WAY in page and "It is terminated" in page
    assert "/processes/TO-1001/terminate" not in page


async def test_the_page_lists_what_is_not_recorded_as_long_as_it_is_not(year: Year) -> None:
    """The first four Mondays are over on the day of the press, and nobody has said what became of them."""
    supervisor = year.contract.parties.supervisor_id
    series = (await year.house.ask(ListSessions(process_id=year.contract.process_id))).sessions
    over = [one for one in series if one.ends_at <= year.house.clock.now()]
    assert over and len(over) < len(series)
    page = await year.look()
    assert "Not recorded yet" in page
    for one in series:
        assert (f'href="/sessions/{one.session_id}"' in page) is (one in over), one.number
    assert "TO-1001 · Session 1</a>" in page
    await year.press()
    for one in over:
        await year.house.ask(no_show(one, supervisor))
    assert "Not recorded yet" not in await year.look()


async def test_of_who_stands_in_the_page_says_what_is_planned_again_and_with_whom(year: Year) -> None:
    """Nothing has to be paused for that, and nobody else to be found."""
    until = date(2027, 5, 23)
    draft = await year.house.ask(proposal(year.contract, year.other, until_day=until))
    await signed_by_members_and_new(year.house, draft)
    year.page = f"/supervisors/{year.other}/leaving"
    [first] = (await year.house.ask(ShowContacts(person_ids=[year.contract.parties.supervisor_id]))).people
    page = await year.look()
    assert "Planned again with another supervisor" in page and "To be handled" not in page
    assert "One session after that day, on 17 May 2027." in page
    assert f"planned again with {first.name}, who has this supervision from 24 May 2027 on" in page
    assert "/processes/TO-1001/supervisor" not in page and "/processes/TO-1001/pause" not in page
    await year.press(force="")
    series = (await year.house.ask(ListSessions(process_id=year.contract.process_id))).sessions
    theirs = [one for one in series if one.supervisor_id == year.other and one.status == "planned"]
    assert [local_date(one.starts_at) for one in theirs] == [date(2027, 4, 26)]
    page = await year.look()
    assert NOTHING in page and WAITS not in page
    async with await visitor(year.house, "console", year.staff) as browser:
        assert "find another" not in (await browser.get("/")).text
