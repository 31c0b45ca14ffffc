"""A supervisor's own hours: offered, withdrawn, and nobody else's to change here."""

import re

import pytest

from services.messages.sessions import ListAvailability
from services.messages.values import Role
from tests.house import House
from tests.integration.console.in_series import InSeries, in_series
from tests.integration.intake import builders as intake
from tests.integration.sessions.builders import viewer
from tests.visitor import visitor

FRIDAYS = {
    "weekday": "4",
    "from_time": "08:00",
    "to_time": "12:00",
    "valid_from": "2027-02-01",
    "valid_until": "2027-12-31",
}
_WITHDRAW = re.compile(r'action="(/availability/hours/[0-9a-f-]{36}/withdraw)"')


@pytest.fixture
async def year(house: House) -> InSeries:
    return await in_series(house)


async def weekdays(year: InSeries) -> list[int]:
    supervisor = year.arranged.staff["supervisor"]
    query = ListAvailability(supervisor_id=supervisor, viewer=viewer(supervisor, Role.SUPERVISOR))
    return [one.weekday for one in (await year.house.ask(query)).availability]


async def test_hours_are_offered_once_however_often_they_are_sent(year: InSeries) -> None:
    for _ in range(2):
        assert (await year.post("supervisor", "/availability/hours", **FRIDAYS))[0] == 303
    page = await year.get("supervisor", "/availability")
    assert await weekdays(year) == [2, 4] and "Friday 8:00–12:00" in page


async def test_hours_that_end_before_they_begin_are_shown_again_with_the_fault(year: InSeries) -> None:
    status, page = await year.post("supervisor", "/availability/hours", **FRIDAYS | {"to_time": "07:00"})
    assert status == 422 and "The end is before the beginning." in page and 'value="07:00"' in page
    assert await weekdays(year) == [2]


async def test_withdrawn_hours_are_gone_and_what_is_booked_on_them_stays(year: InSeries) -> None:
    before = await year.sessions()
    [path] = _WITHDRAW.findall(await year.get("supervisor", "/availability"))
    async with await year.browser("supervisor") as browser:
        answers = [await browser.post(path) for _ in range(2)]
        page = await browser.get("/availability")
    assert [one.status_code for one in answers] == [303, 303]
    assert "What is booked on them stays." in page.text and await weekdays(year) == []
    assert await year.sessions() == before


async def test_nobody_else_withdraws_them_by_their_address(year: InSeries) -> None:
    [path] = _WITHDRAW.findall(await year.get("supervisor", "/availability"))
    another = await intake.supervisor(year.house, "toinen@virta.example")
    async with await visitor(year.house, "console", another) as browser:
        await browser.post(path)
    for role in ("coordinator", "finance", "administrator"):
        assert (await year.post(role, path))[0] == 404
        assert (await year.post(role, "/availability/hours", **FRIDAYS))[0] == 404
    assert await weekdays(year) == [2]
