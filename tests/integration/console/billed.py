"""A console at which invoices can be made: contracts and sessions say what they would, on the first of March."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4

from services.messages.sessions import PlannedSession, SeriesPlanned
from tests.house import House
from tests.integration.billing.builders import (
    APRIL_FIRST,
    CUSTOMER,
    MARCH_FIRST,
    SELLER,
    held,
    invoices,
    signed,
    the_run,
)
from tests.integration.console.arranged import Arranged, arrange

MARCH = "2027-03"


async def arrange_customer(house: House) -> Arranged:
    arranged = await arrange(house)
    await house.ask(CUSTOMER)
    house.move_clock(MARCH_FIRST)
    return arranged


async def two_to_invoice(console: Arranged) -> None:
    for day in (date(2027, 2, 2), date(2027, 2, 9)):
        await one_held(console.house, day)
    await console.house.quiet()


async def one_held(house: House, day: date, **terms: Any) -> UUID:
    """A process with a contract and a series of one session, which was held; in the order in which it happens. Its id.

    terms: what differs in the contract's.
    """
    process_id = uuid4()
    event = held(process_id, 1, day)
    begins = datetime.combine(day, time(8), UTC)
    ends = begins + timedelta(hours=1)
    meeting = PlannedSession(
        session_id=event.session_id,
        number=1,
        starts_at=begins,
        ends_at=ends,
        confirm_by=ends + timedelta(days=1),
    )
    contract = signed(process_id, **terms)
    parties = contract.parties
    await house.say("contracts", contract)
    await house.say(
        "sessions",
        SeriesPlanned(
            process_id=process_id,
            supervisor_id=parties.supervisor_id,
            attendee_ids=[*parties.supervisee_ids, parties.supervisor_id],
            sessions=[meeting],
        ),
    )
    await house.say("sessions", event)
    return process_id


async def three_issued(console: Arranged) -> list[int]:
    """Two invoices of February and one of March. Their numbers."""
    house = console.house
    await house.ask(SELLER)
    await two_to_invoice(console)
    await one_held(house, date(2027, 3, 9))
    await house.quiet()
    await house.ask(the_run())
    await house.ask(the_run(MARCH, APRIL_FIRST))
    return [one.number for one in await invoices(house)]


async def get(console: Arranged, path: str, role: str = "finance", status: int = 200) -> str:
    async with await console.browser(role) as browser:
        page = await browser.get(path)
    assert page.status_code == status, (path, page.status_code)
    return page.text
