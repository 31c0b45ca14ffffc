"""A supervisor leaves and another is agreed on, by hand: the wait ends, on days seen beforehand."""

import re
from datetime import date, timedelta

from services.messages.contracts import ProcessResumed
from services.messages.sessions import ListSessions
from services.runtime.finland import local_date
from services.wording.formats import Formats
from tests.integration.contracts.builders import said
from tests.integration.intake.builders import declaration
from tests.integration.notices.mailbox import entries, words_of
from tests.integration.portal.test_other_supervisor import PAGE, Year, year
from tests.integration.sessions.builders import hours
from tests.visitor import visitor

__all__ = ["year"]


async def test_what_waits_goes_on_with_the_last_signature_on_the_days_that_all_have_seen(year: Year) -> None:
    house, contract = year.house, year.contract
    leaver, members = contract.parties.supervisor_id, contract.parties.supervisee_ids
    series = (await house.ask(ListSessions(process_id=contract.process_id))).sessions
    last_day, left = local_date(series[1].starts_at), series[2:]
    later = {"valid_from": date(2028, 1, 1), "valid_until": date(2028, 12, 31)}
    await house.ask(hours(year.other, **later))
    await house.ask(declaration(contract.process_id, year.other))
    async with await visitor(house, "console", year.staff, language="en") as staff:
        gone = await staff.post(
            f"/supervisors/{leaver}/leaving", data={"last_day": str(last_day), "force": "true"}
        )
        assert gone.status_code == 303, gone.text[-3000:]
        await house.quiet()
        home = (await staff.get("/")).text
        assert "last day is set: find another" in home and "It waited for another" not in home
        typed = {"supervisor_id": str(year.other), "reason_code": "left", "until_day": ""}
        typed["from_day"] = str(last_day + timedelta(days=1))
        looked = (await staff.post(PAGE, data=typed | {"look": "true"})).text
        assert "None of the sessions changes" not in looked
        assert "Planned again with the new supervisor" in looked
        assert all(f"Session {one.number}:" in looked for one in left)
        assert (await staff.post(PAGE, data=typed)).status_code == 303
    shown_days: list[str] = []
    for who in [*members[1:], members[0], year.other]:
        shown = await year.signers.open(await year.newest_link(who))
        assert "The wait for another supervisor ends" in shown.text
        assert "supervision goes on waiting for another supervisor" in shown.text
        assert "last day is then" in shown.text and "goes on as it was" not in shown.text
        shown_days = re.findall(r"<li>Session (\d+: [^<]+)</li>", shown.text)
        path = re.findall(r'action="(/sign/[^"]+)"', shown.text)[0]
        own = {"code": "none"} if who == year.other else {}
        done = await year.signers.press(path, version="2", **own)
        assert done.status_code == 200, done.text[-3000:]
    await house.quiet()
    [resumed] = await said(house, ProcessResumed)
    assert resumed.awaited_supervisor_id == year.other
    now = [
        one
        for one in (await house.ask(ListSessions(process_id=contract.process_id))).sessions
        if one.status == "planned" and one.supervisor_id == year.other
    ]
    moment = Formats("en").moment
    assert [f"{one.number}: {moment(one.starts_at)}" for one in now] == shown_days
    assert [one.number for one in now] == [one.number for one in left]
    async with await visitor(house, "console", year.staff, language="en") as staff:
        home = (await staff.get("/")).text
        assert "find another" not in home and "It waited for another" not in home
    async with await visitor(house, "portal", members[1], language="en") as member:
        schedule = (await member.get("/processes/TO-1001/schedule")).text
        assert all(moment(one.starts_at) in schedule for one in now)
        assert "Paused from" not in (await member.get("/processes/TO-1001")).text
    with_days = [one for one in year.signers.mailbox.mails if len(entries(one)) == len(now)]
    about = [
        one for one in with_days if "new supervisor" in words_of(one) or "uusi työnohjaaja" in words_of(one)
    ]
    assert len(about) == len(members) + 1
