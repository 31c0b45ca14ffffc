"""A supervisor who leaves is signed out with the last day: the open page, the calendar's feed, and the way back in."""

import re
from datetime import timedelta

import httpx

from services.messages.directory import EndSupervisor
from services.runtime.finland import local_date, start_of
from tests.founder import FOUNDER
from tests.integration.console.arranged import Arranged
from tests.integration.runtime.small_services import until
from tests.visitor import stranger, visitor


async def _feed_of(browser: httpx.AsyncClient) -> str:
    found = re.search(r'data-copy="http[^"]+(/feed/[^"/]+\.ics)"', (await browser.post("/me/calendar")).text)
    assert found
    return found[1]


async def test_at_midnight_after_the_last_day_a_signed_in_supervisor_is_nobody_here(
    arranged: Arranged,
) -> None:
    house, who = arranged.house, arranged.staff["supervisor"]
    today = local_date(house.clock.now())
    leaves = EndSupervisor(supervisor_id=who, last_day=today, ended_by=FOUNDER, as_of=house.clock.now())
    async with await arranged.browser("supervisor") as browser, stranger(house, "console") as calendar:
        feed = await _feed_of(browser)
        await house.ask(leaves)
        midnight = start_of(today + timedelta(days=1))
        house.move_clock(midnight - timedelta(seconds=30))
        assert (await browser.get("/")).status_code == 200
        assert (await calendar.get(feed)).status_code == 200
        house.move_clock(midnight)

        async def signed_out() -> bool:
            # Who somebody is is remembered for some seconds.
            answer = await browser.get("/")
            return answer.status_code == 303 and answer.headers["location"].startswith("/sign-in")

        await until(signed_out)
        assert (await calendar.get(feed)).status_code == 404
        async with await visitor(house, "console", who) as again:
            assert (await again.get("/")).status_code == 303
