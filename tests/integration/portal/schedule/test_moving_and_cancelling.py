"""Sessions moved and cancelled by the parties, with the price before the press."""

import asyncio
import re
from datetime import timedelta

import pytest

from services.runtime.finland import to_local
from tests.integration.contracts import builders as contracts
from tests.integration.portal.schedule.planned_year import Planned, planned
from tests.integration.sessions.builders import move

__all__ = ["planned"]


_OFFERED = re.compile(r'type="radio" name="starts_at" value="([^"]+)"')


async def test_a_member_moves_a_session_to_a_time_that_is_offered(planned):
    session = planned.sessions[1]
    async with await planned.browser(planned.member) as browser:
        offered = _OFFERED.findall((await browser.get(planned.of(session, "move"))).text)
        moved = await browser.post(planned.of(session, "move"), data={"starts_at": offered[3]})
        again = await browser.post(planned.of(session, "move"), data={"starts_at": offered[3]})
        page = await browser.get(f"{planned.path}/schedule")
    assert moved.status_code == again.status_code == 303
    assert "The session is moved to" in page.text
    now = (await planned.now())[1]
    assert now.starts_at.isoformat() == offered[3].replace("Z", "+00:00") and now.sequence == 1
    rows = await planned.house.rows("portal", "SELECT act FROM access_log ORDER BY id")
    assert "move_session" in [row["act"] for row in rows]


async def test_what_a_late_move_costs_is_shown_before_the_press_and_agreed_to_by_it(planned):
    session = planned.sessions[1]
    planned.house.move_clock(session.starts_at - timedelta(hours=20))
    async with await planned.browser(planned.commissioner) as browser:
        page = (await browser.get(planned.of(session, "move"))).text
        offered = _OFFERED.findall(page)
        unseen = await browser.post(planned.of(session, "move"), data={"starts_at": offered[3]})
        form = {"starts_at": offered[3], "seen": "100"}
        done = await browser.post(planned.of(session, "move"), data=form)
    assert "100% of the price of the session is charged: €" in page
    assert "they may move it for you and charge nothing" in page
    assert unseen.status_code == 422 and "The price has changed since it was shown." in unseen.text
    assert done.status_code == 303
    await planned.house.quiet()
    items = await planned.house.rows("billing", "select kind, percent from billable_item")
    assert [tuple(one) for one in items] == [("late_moved", 100)]


async def test_a_double_click_on_move_says_that_it_moved(planned):
    session = planned.sessions[1]
    async with (
        await planned.browser(planned.member) as browser,
        await planned.browser(planned.commissioner) as other,
    ):
        page = (await browser.get(planned.of(session, "move"))).text
        [mark] = set(re.findall(r'name="press" value="([^"]+)"', page))
        form = {"starts_at": _OFFERED.findall(page)[3], "press": mark}
        presses = [one.post(planned.of(session, "move"), data=form) for one in (browser, browser, other)]
        answers = await asyncio.gather(*presses)
        told = (await browser.get(f"{planned.path}/schedule")).text
        later = await browser.post(planned.of(session, "move"), data=form)
        told_again = (await browser.get(f"{planned.path}/schedule")).text
    assert [one.status_code for one in (*answers, later)] == [303] * 4, (
        "also for who wanted the same at that moment"
    )
    assert "The session is moved to" in told and "The session is moved to" in told_again
    assert (await planned.now())[1].sequence == 1


async def test_a_taken_time_is_refused_with_times_that_are_free_now(planned):
    session, other = planned.sessions[1:3]
    async with await planned.browser(planned.commissioner) as browser:
        offered = _OFFERED.findall((await browser.get(planned.of(session, "move"))).text)
        wanted = offered[3]
        await planned.house.ask(move(other, session.starts_at.fromisoformat(wanted)))
        refused = await browser.post(planned.of(session, "move"), data={"starts_at": wanted})
        nothing, never, at_night = [
            await browser.post(planned.of(session, "move"), data={"starts_at": at})
            for at in ("", "9999-12-31T23:59:59-01:00", "2027-03-14T03:00:00+02:00")
        ]
    assert refused.status_code == 422 and "has just been taken" in refused.text
    fresh = _OFFERED.findall(refused.text)
    assert fresh and wanted not in fresh
    assert nothing.status_code == never.status_code == at_night.status_code == 422
    assert "Choose a time." in nothing.text and "Choose a time." in never.text
    assert (await planned.now())[1].starts_at == session.starts_at


async def test_the_rule_and_the_price_are_shown_before_a_cancellation(planned):
    session = planned.sessions[0]
    planned.house.move_clock(session.starts_at - timedelta(hours=2))
    async with await planned.browser(planned.commissioner) as browser:
        page = await browser.get(planned.of(session, "cancel"))
        unseen = await browser.post(planned.of(session, "cancel"), data={"seen": "0"})
        assert (await planned.now())[0].status == "planned"
        done = await browser.post(planned.of(session, "cancel"), data={"seen": "100"})
        after = await browser.get(planned.of(session, "cancel"))
    assert "At least" in page.text and "100% of the price of the session is charged: €" in page.text
    assert unseen.status_code == 422 and "The price has changed" in unseen.text
    assert done.status_code == 303 and (await planned.now())[0].status == "cancelled"
    assert "The session is cancelled already." in after.text
    (event,) = [
        one for one in await planned.house.events("sessions") if type(one).__name__ == "SessionCancelled"
    ]
    assert event.cancelled_by == "commissioner"


@pytest.mark.parametrize("what", ["cancel", "absence"])
async def test_an_older_tab_says_nothing_of_a_session_that_was_moved_meanwhile(planned, what: str) -> None:
    session = planned.sessions[5]
    async with await planned.browser(planned.member) as browser:
        page = await browser.get(planned.of(session, what))
        [seen_at] = re.findall(r'name="seen_at" value="([^"]+)"', page.text)
        await planned.house.ask(move(session, session.starts_at + timedelta(days=1)))
        await planned.house.quiet()
        older = await browser.post(planned.of(session, what), data={"seen": "0", "seen_at": seen_at})
        assert older.status_code == 422 and "has been moved meanwhile" in older.text
        [now] = re.findall(r'name="seen_at" value="([^"]+)"', older.text)
        done = await browser.post(planned.of(session, what), data={"seen": "0", "seen_at": now})
    assert done.status_code == 303


async def test_a_member_cancels_in_time_for_nothing_and_sees_no_price(planned):
    session = planned.sessions[5]
    async with await planned.browser(planned.member) as browser:
        page = await browser.get(planned.of(session, "cancel"))
        late = await browser.get(planned.of(planned.sessions[0], "cancel"))
        done = await browser.post(planned.of(session, "cancel"), data={"seen": "0"})
    assert "It costs nothing." in page.text and "€" not in page.text + late.text
    assert done.status_code == 303 and (await planned.now())[5].status == "cancelled"


async def test_the_one_who_signs_for_the_group_moves_the_rest_of_its_series(planned: Planned) -> None:
    path, first = planned.of(planned.sessions[0], "move-series"), planned.sessions[0]
    wish = {"weekday": str(to_local(first.starts_at).weekday()), "time": "12:00"}
    async with await planned.browser(planned.member) as browser:
        assert "Look at the plan" in (await browser.get(path)).text
        page = (await browser.get(path, params=wish)).text
        [seen] = re.findall(r'name="fingerprint" value="([^"]+)"', page)
        answer = await browser.post(path, data=wish | {"fingerprint": seen})
        assert answer.headers["location"] == f"{planned.path}/schedule"
        told = (await browser.get(f"{planned.path}/schedule")).text
        assert "Everybody who takes part is told by one mail" in told
        again = (await browser.get(path, params=wish)).text
        assert "there is nothing to move" in again and 'name="fingerprint"' not in again
        early = " ".join((await browser.get(path, params=wish | {"time": "06:00"})).text.split())
        assert "6:00: The supervisor offers no time" in early and "Times that were passed over" in early
        sunday = (await browser.get(path, params=wish | {"weekday": "6"})).text
        assert "has no time for these sessions on that weekday" in sunday
        assert 'name="fingerprint"' not in sunday and "there is nothing to move" not in sunday
    assert {to_local(one.starts_at).hour for one in await planned.now()} == {12}
    async with await planned.browser(contracts.MEMBERS[2]) as other:
        assert (await other.get(path)).status_code == 409


async def test_what_an_end_at_once_may_cost_is_said_before_the_press(planned: Planned) -> None:
    """Ten days before, nothing; two days before the first session, that one's price by the tiers, and no other's."""
    page, first, second = f"{planned.path}/end-at-once", *planned.sessions[:2]
    async with await planned.browser(planned.member) as browser:
        early = (await browser.get(page)).text
        assert "ending it now costs nothing" in early and "as a coordinator decides:" not in early
        planned.house.move_clock(first.starts_at - timedelta(days=2))
        late = " ".join((await browser.get(page)).text.split())
    [costs] = re.findall(r"as a coordinator decides:</p> <ul>(.*?)</ul>", late)
    assert costs.count("<li>") == 1 and f"Session {first.number}:" in costs and "100" in costs
    assert "€" not in costs, "prices are the customer's"
    assert f"Session {second.number}:" in late
