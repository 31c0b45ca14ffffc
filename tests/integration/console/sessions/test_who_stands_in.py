"""Whoever holds a session on its day does with it what its page offers: who stands in, and who hands over later."""

from services.messages.sessions import ListSessions
from tests.house import House
from tests.integration.sessions.changes.test_handing_over import (
    FROM,
    UNTIL,
    mondays,
    proposal,
    signed_by_members_and_new,
)
from tests.visitor import visitor

PAGES = ("", "/move", "/cancel", "/place", "/move-series")


async def test_every_page_that_a_session_offers_opens_for_who_holds_it(house: House) -> None:
    await house.open("directory", "intake", "contracts", "sessions", "billing", "console")
    contract, other, _ = await mondays(house)
    draft = await house.ask(proposal(contract, other, until_day=UNTIL))
    await house.quiet()
    await signed_by_members_and_new(house, draft)
    await house.quiet()
    listed = (await house.ask(ListSessions(process_id=contract.process_id))).sessions
    planned = [one for one in listed if one.status == "planned" and one.starts_at > house.clock.now()]
    theirs = [one for one in planned if FROM <= one.starts_at.date() <= UNTIL]
    later = [one for one in planned if one.starts_at.date() > UNTIL]
    assert theirs and later
    for who, one in ((other, theirs[0]), (contract.parties.supervisor_id, later[0])):
        async with await visitor(house, "console", who) as browser:
            first = (await browser.get(f"/sessions/{one.session_id}")).text
            for page in PAGES:
                path = f"/sessions/{one.session_id}{page}"
                assert page == "" or f'href="{path}"' in first, path
                assert (await browser.get(path)).status_code == 200, path
