"""Another supervisor tells of a conflict of interest when they sign: the change is taken back, and proposed anew."""

import re
from datetime import timedelta

from services.runtime.finland import local_date
from tests.integration.intake import builders as intake
from tests.integration.portal.test_other_supervisor import CHANGE, PAGE, Year, _sessions, year
from tests.visitor import visitor

__all__ = ["year"]
DECIDED = "/processes/TO-1001/interest"
TASK = "A conflict of interest told at the signature: decide"


async def _proposed(year: Year) -> None:
    series = (await year.house.ask(_sessions(year.contract))).sessions
    first = local_date(series[2].starts_at) - timedelta(days=1)
    typed = {"supervisor_id": str(year.other), "reason_code": "illness", "until_day": ""}
    async with await visitor(year.house, "console", year.staff, language="en") as staff:
        answer = await staff.post(PAGE, data=typed | {"from_day": first.isoformat()})
    assert answer.status_code == 303, answer.text[-2000:]
    await year.house.quiet()


async def _agreed_by_members(year: Year, version: int) -> None:
    members = year.contract.parties.supervisee_ids
    for who in [*members[1:], members[0]]:
        shown = await year.signers.open(await year.newest_link(who))
        path = re.findall(r'action="(/sign/[^"]+)"', shown.text)[0]
        assert (await year.signers.press(path, version=str(version))).status_code == 200
    await year.house.quiet()


async def _signs(year: Year, version: int, **said: str) -> int:
    shown = await year.signers.open(await year.newest_link(year.other))
    path = re.findall(r'action="(/sign/[^"]+)"', shown.text)[0]
    answer = await year.signers.press(path, version=str(version), **said)
    await year.house.quiet()
    return answer.status_code


async def test_the_change_is_taken_back_and_the_members_are_asked_with_what_was_told(year: Year) -> None:
    await year.house.ask(intake.declaration(year.contract.process_id, year.other))
    await _proposed(year)
    await _agreed_by_members(year, 2)
    told = {"code": "former_colleague", "since": "2020", "until": f"{year.house.clock.now().year - 1}"}
    assert await _signs(year, 2, **told) == 422
    async with await visitor(year.house, "console", year.staff, language="en") as staff:
        assert TASK in (await staff.get("/")).text
        page = await staff.get(DECIDED)
        assert page.status_code == 200 and "2020" in page.text
        form = {"version": "2", "way": "show", "reason": "Kertoi vasta nyt."}
        taken = await staff.post(DECIDED, data=form)
        assert (taken.status_code, taken.headers["location"]) == (303, PAGE), taken.text[-2000:]
        await year.house.quiet()
        assert TASK not in (await staff.get("/")).text
        assert "Taken back" in (await staff.get(CHANGE)).text
    await _proposed(year)
    member = year.contract.parties.supervisee_ids[1]
    shown = (await year.signers.open(await year.newest_link(member))).text
    assert "The supervisor has told" in shown and "2020" in shown
    await _agreed_by_members(year, 3)
    assert await _signs(year, 3, **told) == 200
