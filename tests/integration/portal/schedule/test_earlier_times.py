"""A schedule after turns has one row for each session; the times that were taken out stand folded away below it."""

from datetime import date, timedelta

from services.messages.contracts import ResumeProcess
from services.messages.sessions import PreviewResuming
from services.runtime.finland import local_date
from tests.integration.contracts.builders import MEMBERS
from tests.integration.contracts.builders import show as contract_of
from tests.integration.portal.schedule.planned_year import planned
from tests.integration.sessions.builders import hours
from tests.integration.sessions.changes.test_pausing import confirmed, pause

__all__ = ["planned"]


async def test_what_a_pause_took_out_is_folded_away_and_no_row_of_the_schedule(planned):
    contract = await contract_of(planned.house, planned.process_id)
    at, first = planned.house.clock.now(), local_date(planned.sessions[3].starts_at)
    later = {"valid_from": date(2028, 1, 1), "valid_until": date(2028, 12, 31)}
    await planned.house.ask(hours(contract.parties.supervisor_id, **later))
    days = {"from_day": first, "until_day": first + timedelta(days=40), "as_of": at}
    plan = await confirmed(planned.house, pause(contract, **days))
    async with await planned.browser(planned.member) as browser:
        page = (await browser.get(f"{planned.path}/schedule")).text
    for one in planned.sessions:
        assert page.count(f'<th scope="row">Session {one.number}</th>') == 1
    assert f"Earlier times ({len(plan.paused)})" in page
    below = page.partition("Earlier times")[2].partition("</details>")[0]
    assert below.count("<li>") == below.count("(Paused)") == len(plan.paused) > 1
    assert "Paused" not in page.partition("Earlier times")[0].partition("<table>")[2]

    # Called off: all are on their old days, and each of the paused rows and no other is below.
    on = {"process_id": planned.process_id, "from_day": first, "on": first, "as_of": at}
    ends_on = (await planned.house.ask(PreviewResuming.model_validate(on))).ends_on
    order = on | {"by": "supervisee", "resumed_by": MEMBERS[0], "ends_on": ends_on}
    await planned.house.ask(ResumeProcess.model_validate(order))
    await planned.house.quiet()
    async with await planned.browser(planned.member) as browser:
        page = (await browser.get(f"{planned.path}/schedule")).text
    assert page.count('<th scope="row">Session ') == len(planned.sessions)


async def test_in_an_open_pause_each_session_stands_with_the_time_that_it_had(planned):
    contract = await contract_of(planned.house, planned.process_id)
    at, first = planned.house.clock.now(), local_date(planned.sessions[3].starts_at)
    await confirmed(planned.house, pause(contract, from_day=first, as_of=at))
    async with await planned.browser(planned.member) as browser:
        page = (await browser.get(f"{planned.path}/schedule")).text
    assert page.count('<th scope="row">Session ') == len(planned.sessions)
    assert "Paused" in page and "Earlier times" not in page
