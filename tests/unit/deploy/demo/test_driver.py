"""Whether the demo's people act at their time: who is late gets a reminder more, and a month another invoice."""

from datetime import datetime, timedelta

import pytest

from deploy.demo.driver import Driver
from deploy.demo.script import Act, Calendar, local
from deploy.demo.year_checks import of_times
from services.runtime.finland import to_local

CALENDAR = Calendar.whole(2027, to_local(datetime.fromisoformat("2026-11-30T12:00:00+02:00")).date())
BEGAN = local(CALENDAR.start, 7)


class Standing(Driver):
    """A driver whose clock stands where the test says, unless it is moved on."""

    def __init__(self, now: datetime) -> None:
        super().__init__("", CALENDAR, lambda line: None)
        self._began_at = BEGAN
        self._now = now

    async def _time_where_it_stands(self) -> datetime:
        return self._now

    async def _order_move(self, instant: datetime, *, until_said: bool) -> None:
        self._now = instant


@pytest.mark.parametrize(
    ("due", "now", "late"),
    [
        pytest.param(timedelta(hours=3), timedelta(hours=1), False, id="it is waited for"),
        pytest.param(timedelta(hours=3), timedelta(hours=3, minutes=5), False, id="it took a while"),
        pytest.param(timedelta(hours=3), timedelta(days=2), True, id="a deadline came first"),
        pytest.param(timedelta(hours=-1), timedelta(days=2), False, id="an earlier driver has done it"),
    ],
)
async def test_who_acts_after_their_time_is_noted(due: timedelta, now: timedelta, late: bool) -> None:
    driver = Standing(BEGAN + now)
    await driver.carry_out(Act(BEGAN + due, "Somebody", "signs"))
    assert bool(driver.late) is late
    assert of_times(driver.late).held is not late
