"""On a process's page each session has one row; the times that a pause took out stand folded away below them."""

import re
from datetime import date, timedelta

import pytest

from services.messages.contracts import EndAtOnce
from services.runtime.finland import local_date
from tests.house import House
from tests.integration.console.in_series import InSeries, in_series
from tests.integration.contracts.builders import show
from tests.integration.sessions.builders import hours
from tests.integration.sessions.changes.test_pausing import confirmed, pause


@pytest.fixture
async def year(house: House) -> InSeries:
    return await in_series(house)


@pytest.mark.parametrize("role", ["coordinator", "supervisor"])
async def test_what_a_pause_took_out_is_no_row_and_opens_from_below(year: InSeries, role: str) -> None:
    contract, before = await show(year.house, year.process_id), await year.sessions()
    later = {"valid_from": date(2028, 1, 1), "valid_until": date(2028, 12, 31)}
    await year.house.ask(hours(contract.parties.supervisor_id, **later))
    first = local_date(before[3].starts_at)
    days = {"from_day": first, "until_day": first + timedelta(days=40), "as_of": year.house.clock.now()}
    plan = await confirmed(year.house, pause(contract, **days))
    page = await year.get(role, f"/processes/{year.number}")
    table = page.partition("What became of it")[2].partition("</table>")[0]
    assert re.findall(r'<th scope="row"><a [^>]*>(\d+)</a></th>', table) == [
        str(one.number) for one in before
    ]
    assert f"Earlier times ({len(plan.paused)})" in page
    below = page.partition("Earlier times")[2].partition("</details>")[0]
    assert below.count("(Paused)") == len(plan.paused) > 1
    [way, *_] = re.findall(r'href="(/sessions/[^"]+)"', below)
    assert "Paused" in await year.get(role, way)


@pytest.mark.parametrize("role", ["coordinator", "supervisor"])
async def test_what_falls_with_the_contract_is_no_row_and_opens_from_below(year: InSeries, role: str) -> None:
    contract, before = await show(year.house, year.process_id), await year.sessions()
    who = {"process_id": year.process_id, "by": "supervisee", "as_of": year.house.clock.now()}
    order = EndAtOnce.model_validate(who | {"ended_by": contract.parties.representative_id})
    await year.house.ask(order)
    await year.house.quiet()
    assert all(one.fell for one in await year.sessions())
    page = await year.get(role, f"/processes/{year.number}")
    assert f"Called off, as the contract ends before them ({len(before)})" in page
    assert "What became of it" not in page, "no row is left"
    below = page.partition("as the contract ends before them")[2].partition("</details>")[0]
    [way, *others] = re.findall(r'href="(/sessions/[^"]+)"', below)
    assert len(others) == len(before) - 1 and "Cancelled" in await year.get(role, way)
