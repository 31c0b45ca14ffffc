"""The page on which a supervisor is said to be away: what becomes of each session stands there before the press."""

import html
import re

import pytest

from services.runtime.finland import local_date
from tests.house import House
from tests.integration.console.in_series import InSeries, in_series

OWN = "/availability/away"
_SEEN = re.compile(r'name="fingerprint" value="([0-9a-f]+)"')


@pytest.fixture
async def year(house: House) -> InSeries:
    return await in_series(house)


async def test_the_sessions_are_shown_with_what_becomes_of_them_and_called_off_by_one_press(
    year: InSeries,
) -> None:
    fourth = (await year.sessions())[3]
    day = local_date(fourth.starts_at).isoformat()
    assert f'href="{OWN}"' in await year.get("supervisor", "/availability")
    assert "Fill in this field." in await year.get("supervisor", f"{OWN}?from_day=&until_day=")
    asked = f"{OWN}?from_day={day}&until_day={day}"
    page = await year.get("supervisor", asked)
    assert year.number in page and "Call them off and keep the days" in page
    assert (await year.sessions())[3] == fourth, "looking changes nothing"
    days = {"from_day": day, "until_day": day}
    status, page = await year.post("supervisor", OWN, **days, fingerprint="0" * 64)
    assert status == 422 and "The plan is another one by now." in html.unescape(page)
    [seen] = _SEEN.findall(page)
    assert (await year.post("supervisor", OWN, **days, fingerprint=seen))[0] == 303
    now = (await year.sessions())[3]
    assert now.status == "planned" and local_date(now.starts_at) != local_date(fourth.starts_at)
    page = await year.get("supervisor", OWN)
    assert "Days that are kept" in page and "Open them again" in page
    assert (await year.post("supervisor", f"{OWN}/end", **days))[0] == 303
    assert "Open them again" not in await year.get("supervisor", OWN)


async def test_a_coordinator_says_it_for_them_and_nobody_else_does(year: InSeries) -> None:
    supervisor = year.arranged.staff["supervisor"]
    path = f"/supervisors/{supervisor}/away"
    day = local_date((await year.sessions())[3].starts_at).isoformat()
    days = {"from_day": day, "until_day": day}
    for role in ("finance", "administrator", "supervisor"):
        assert (await year.post(role, path, **days, fingerprint="0"))[0] == 404, role
    for role in ("finance", "administrator", "coordinator"):
        assert (await year.post(role, OWN, **days, fingerprint="0"))[0] == 404, role
    assert f'href="{path}"' in await year.get("coordinator", f"/supervisors/{supervisor}")
    page = await year.get("coordinator", f"{path}?from_day={day}&until_day={day}")
    [seen] = _SEEN.findall(page)
    assert (await year.post("coordinator", path, **days, fingerprint=seen))[0] == 303
    assert "Open them again" in await year.get("coordinator", path)
    late = await year.get("coordinator", f"{path}?from_day=2026-01-01&until_day={day}")
    assert "This day is past." in late and 'name="fingerprint"' not in late
