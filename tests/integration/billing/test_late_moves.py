"""A session that is moved inside its notice: what the time that is given up costs, to the cent."""

from datetime import date, datetime, time
from typing import Any
from uuid import uuid4

import pytest

from services.messages.billing import LateChangeCharged
from services.runtime.finland import to_utc
from services.sessions.notice import notice_given
from tests.house import House
from tests.integration.billing.builders import APRIL_FIRST, held, invoices, moved, signed, the_run

TIERS: dict[str, Any] = {
    "cancellation_tiers": [
        {"notice_working_days": 5, "percent": 0},
        {"notice_working_days": 0, "percent": 100},
    ]
}
GROUP: dict[str, Any] = {"audience": "group", "duration_minutes": 90, "price_cents": 26500} | TIERS
GROUPS = to_utc(date(2027, 3, 22), time(9))
INDIVIDUALS = to_utc(date(2027, 3, 10), time(13))


def on(day: int, hour: int, minute: int = 0) -> datetime:
    return to_utc(date(2027, 3, day), time(hour, minute))


@pytest.mark.parametrize(
    ("terms", "starts", "told", "charged"),
    [
        (GROUP, GROUPS, on(15, 15), []),
        (GROUP, GROUPS, on(16, 8), [26500]),
        ({}, INDIVIDUALS, on(8, 13), []),
        ({}, INDIVIDUALS, on(8, 13, 1), [14800]),
    ],
)
async def test_a_move_costs_nothing_in_time_and_the_whole_session_too_late_and_then_as_usual(
    billing: House, terms: dict[str, Any], starts: datetime, told: datetime, charged: list[int]
) -> None:
    process_id, given = uuid4(), notice_given(told, starts)
    contract = signed(process_id, **terms)
    minutes, price = contract.terms.duration_minutes, contract.terms.price_cents
    notice = {"notice_working_days": given.working_days, "minutes": minutes}
    move = moved(process_id, 4, starts.date(), given.hours, **notice)
    then = held(process_id, 4, date(2027, 3, 30), minutes).model_copy(update={"session_id": move.session_id})
    await billing.say("contracts", contract)
    for event in (move, then):
        await billing.say("sessions", event)
    await billing.quiet()
    rows = await billing.rows("billing", "select kind, price_cents from billable_item order by kind desc")
    expected = [("late_moved", cents) for cents in charged]
    assert [tuple(row.values()) for row in rows] == [*expected, ("held", price)]
    events = [one for one in await billing.events("billing") if isinstance(one, LateChangeCharged)]
    said = [(one.session_id, one.kind, one.performed_on, one.percent, one.net_cents) for one in events]
    assert said == [(move.session_id, "late_moved", starts.date(), 100, cents) for cents in charged]
    await billing.ask(the_run("2027-03", APRIL_FIRST))
    assert [one.net_cents for one in await invoices(billing)] == [sum(charged) + price]
