"""A session that is to come: moved to a free time, cancelled at the price that was shown."""

import re
from datetime import datetime, timedelta

import pytest

from services.runtime.finland import to_local
from services.wording.formats import Formats
from tests.house import House
from tests.integration.console.in_series import InSeries, in_series

_FREE = re.compile(r'name="starts_at" value="([^"]+)"')
_FINGERPRINT = re.compile(r'name="fingerprint" value="([^"]+)"')
_SEEN = re.compile(r'name="seen" value="([^"]*)"')


@pytest.fixture
async def year(house: House) -> InSeries:
    return await in_series(house)


async def cancel(year: InSeries, role: str, by: str) -> tuple[int, str]:
    path = f"{await year.path()}/cancel"
    [seen] = _SEEN.findall(await year.get(role, path))
    return await year.post(role, path, cancelled_by=by, seen=seen)


@pytest.mark.parametrize("role", ["supervisor", "coordinator"])
async def test_it_is_moved_to_a_free_time_and_the_others_stay(year: InSeries, role: str) -> None:
    path, before = f"{await year.path()}/move", await year.sessions()
    free = _FREE.findall(await year.get(role, path))
    status, _page = await year.post(role, path, starts_at=free[1])
    after = await year.sessions()
    assert status == 303 and after[0].starts_at.isoformat().replace("Z", "+00:00") == free[1]
    assert [one.starts_at for one in after[1:]] == [one.starts_at for one in before[1:]]


async def test_an_older_tab_moves_nothing_that_was_moved_meanwhile(year: InSeries) -> None:
    path = f"{await year.path()}/move"
    page = await year.get("supervisor", path)
    [seen_at] = re.findall(r'name="seen_at" value="([^"]+)"', page)
    free = _FREE.findall(page)
    assert (await year.post("supervisor", path, starts_at=free[1], seen_at=seen_at))[0] == 303
    again = await year.post("supervisor", path, starts_at=free[1], seen_at=seen_at)
    older = await year.post("supervisor", path, starts_at=free[2], seen_at=seen_at)
    assert again[0] == 303 and older[0] == 422 and "has been moved meanwhile" in older[1]
    assert (await year.first()).starts_at.isoformat().replace("Z", "+00:00") == free[1]


async def test_an_older_tab_cancels_nothing_that_was_moved_meanwhile(year: InSeries) -> None:
    path = await year.path()
    page = await year.get("supervisor", f"{path}/cancel")
    [seen_at] = re.findall(r'name="seen_at" value="([^"]+)"', page)
    free = _FREE.findall(await year.get("supervisor", f"{path}/move"))
    assert (await year.post("supervisor", f"{path}/move", starts_at=free[1]))[0] == 303
    form = {"cancelled_by": "supervisor", "seen": "0", "seen_at": seen_at}
    older = await year.post("supervisor", f"{path}/cancel", **form)
    assert older[0] == 422 and "has been moved meanwhile" in older[1]
    assert (await year.first()).status == "planned"


async def test_a_late_move_asks_who_wants_it_and_its_supervisor_may_waive_the_charge(year: InSeries) -> None:
    path = f"{await year.path()}/move"
    assert "Who wants another time?" not in await year.get("coordinator", path)
    year.move_clock((await year.first()).starts_at - timedelta(hours=20))
    page = await year.get("coordinator", path)
    assert "100% of the price is charged for the old time, €265.00 without VAT" in page
    assert "charge nothing for it" not in page
    free = _FREE.findall(page)
    form = {"starts_at": free[0], "seen": "100"}
    assert "Say who wants another time" in (await year.post("coordinator", path, **form))[1]
    assert (await year.post("coordinator", path, **form, wanted_by="waived"))[0] == 404
    unseen = form | {"seen": "0", "wanted_by": "commissioner"}
    assert "Look at the price again." in (await year.post("coordinator", path, **unseen))[1]
    mine = await year.get("supervisor", path)
    assert "The supervisees, and I charge nothing for it" in mine and "€" not in mine
    assert (await year.post("supervisor", path, **form, wanted_by="waived"))[0] == 303
    await year.house.quiet()
    assert await year.house.rows("billing", "select 1 from billable_item") == []


async def test_later_days_are_shown_on_asking(year: InSeries) -> None:
    path = f"{await year.path()}/move"
    page = await year.get("supervisor", path)
    [later] = re.findall(r'\?from_day=([\d-]+)"', page)
    assert min(_FREE.findall(await year.get("supervisor", f"{path}?from_day={later}")))[:10] >= later


async def test_a_time_that_is_taken_or_not_chosen_is_said_beside_it(year: InSeries) -> None:
    path, second = f"{await year.path()}/move", (await year.sessions())[1]
    status, page = await year.post("supervisor", path)
    assert status == 422 and "Choose a time." in page
    status, page = await year.post("supervisor", path, starts_at=second.starts_at.isoformat())
    assert status == 422 and "This time has just been taken." in page


async def test_a_coordinator_sees_what_it_costs_by_who_cancels(year: InSeries) -> None:
    early = await year.get("coordinator", f"{await year.path()}/cancel")
    assert early.count("Costs nothing") == 3
    year.move_clock((await year.first()).starts_at - timedelta(hours=20))
    late = await year.get("coordinator", f"{await year.path()}/cancel")
    assert late.count("100% of the price of the session: €265.00 without VAT") == 2
    assert late.count("Costs nothing") == 1 and "At least 5 working days before: nothing" in late


async def test_a_supervisor_cancels_for_themselves_and_sees_no_price(year: InSeries) -> None:
    year.move_clock((await year.first()).starts_at - timedelta(hours=20))
    page = await year.get("supervisor", f"{await year.path()}/cancel")
    assert "Costs nothing" in page and "€" not in page
    assert "does not come back" not in page
    [instead] = re.findall(r'name="again" value="([^"]+)"', page)
    lost = await year.path()
    assert (await cancel(year, "supervisor", "commissioner"))[0] == 404
    assert (await cancel(year, "supervisor", "supervisor"))[0] == 303
    again = await year.first()
    assert again.status == "planned" and f"/sessions/{again.session_id}" != lost
    assert again.starts_at == datetime.fromisoformat(instead), "as it was shown before the press"
    page = await year.get("supervisor", lost)
    assert "To the session that came in its place" in page and f"/sessions/{again.session_id}" in page


@pytest.mark.parametrize("role", ["supervisor", "coordinator"])
async def test_the_other_time_is_shown_before_the_press_and_no_other_one_comes(
    year: InSeries, role: str
) -> None:
    path = f"{await year.path()}/cancel"
    page = await year.get(role, path)
    [instead] = re.findall(r'name="again" value="([^"]+)"', page)
    when = Formats("en").moment(datetime.fromisoformat(instead))
    assert f"the nearest free time that suits the series: {when}" in page.replace("&nbsp;", " ")
    second = (await year.sessions())[1]
    taken = f"/sessions/{second.session_id}/move"
    assert (await year.post(role, taken, starts_at=instead, seen_at=second.starts_at.isoformat()))[0] == 303
    seen = {"coordinator": "0,0,0", "supervisor": "0"}[role]
    form = {"cancelled_by": "supervisor", "seen": seen, "again": instead}
    status, older = await year.post(role, path, **form)
    assert status == 422 and "Another time comes in its place by now." in older
    assert (await year.first()).status == "planned" and (await year.sessions())[0].number == 1
    assert 'name="again" value="none"' in older, "its neighbour has come too near"
    assert (await year.post(role, path, **form | {"again": "none"}))[0] == 303
    assert [one.number for one in await year.sessions() if one.waits] == [1]


async def test_what_found_no_other_time_is_a_coordinators_to_give_one(year: InSeries) -> None:
    last = (await year.sessions())[-1]
    lost = f"/sessions/{last.session_id}"
    year.move_clock(last.starts_at - timedelta(hours=20))
    form = {"cancelled_by": "supervisor", "seen": "0", "again": "none"}
    assert "a coordinator finds one by" in await year.get("supervisor", f"{lost}/cancel")
    assert (await year.post("supervisor", f"{lost}/cancel", **form))[0] == 303
    await year.house.quiet()
    assert f"{lost}/replan" in await year.get("coordinator", "/")
    page = await year.get("coordinator", f"{lost}/replan")
    assert "still has this session to come" in page
    assert (await year.post("supervisor", f"{lost}/replan"))[0] == 404
    status, page = await year.post("coordinator", f"{lost}/replan")
    assert status == 422 and "Choose a time." in page
    if free := _FREE.findall(page):
        assert (await year.post("coordinator", f"{lost}/replan", starts_at=free[0]))[0] == 303
        assert (await year.sessions())[-1].starts_at.isoformat().replace("Z", "+00:00") == free[0]
    else:
        assert "The supervisor has to offer more hours first." in page
    assert (await year.post("coordinator", f"{lost}/leave-out"))[0] == (422 if free else 303)
    await year.house.quiet()
    assert f"{lost}/replan" not in await year.get("coordinator", "/")


async def test_at_another_price_than_was_shown_nothing_is_cancelled(year: InSeries) -> None:
    path = f"{await year.path()}/cancel"
    [seen] = _SEEN.findall(await year.get("coordinator", path))
    year.move_clock((await year.first()).starts_at - timedelta(hours=20))
    status, page = await year.post("coordinator", path, cancelled_by="commissioner", seen=seen)
    assert status == 422 and "Look at the price again." in page and "€265.00" in page
    assert (await year.first()).status == "planned"


async def test_pressed_twice_it_is_cancelled_once(year: InSeries) -> None:
    path = f"{await year.path()}/cancel"
    [seen] = _SEEN.findall(await year.get("coordinator", path))
    form = {"cancelled_by": "supervisee", "seen": seen}
    assert [(await year.post("coordinator", path, **form))[0] for _ in range(2)] == [303, 303]
    assert (await year.first()).sequence == 1


async def test_what_has_begun_is_neither_moved_nor_cancelled_and_the_page_says_so(year: InSeries) -> None:
    path = await year.path()
    year.move_clock((await year.first()).starts_at + timedelta(minutes=1))
    for way in ("move", "cancel"):
        assert "has begun or is settled" in await year.get("supervisor", f"{path}/{way}")
    form = {"cancelled_by": "supervisor", "seen": "0"}
    assert (await year.post("supervisor", f"{path}/cancel", **form))[0] == 422


async def test_the_rest_of_the_series_is_moved_to_another_weekday_after_its_plan_was_shown(
    year: InSeries,
) -> None:
    path, before = f"{await year.path()}/move-series", await year.sessions()
    assert "Move this and the later sessions" in await year.get("supervisor", await year.path())
    wish = {"weekday": str(to_local(before[0].starts_at).weekday()), "time": "12:00"}
    page = await year.get("supervisor", f"{path}?weekday={wish['weekday']}&time=12:00")
    [seen] = _FINGERPRINT.findall(page)
    assert (await year.sessions()) == before
    status, page = await year.post("supervisor", path, **wish, fingerprint="x")
    assert status == 422 and "The plan is another one by now." in page
    assert (await year.post("supervisor", path, **wish, fingerprint=seen))[0] == 303
    moved = await year.sessions()
    assert len(moved) == len(before) and {to_local(one.starts_at).hour for one in moved} == {12}
    assert (await year.post("finance", path, **wish, fingerprint=seen))[0] == 404
