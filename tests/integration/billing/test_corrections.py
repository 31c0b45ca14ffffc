"""What is recorded otherwise is charged otherwise, until it is on an invoice: whichever of the two comes first."""

import asyncio
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.messages.billing import HoldItem, LateChangeCharged, ListDraftItems, SessionCharged
from services.messages.sessions import (
    RecordCorrected,
    SessionCancelled,
    SessionHeld,
    SessionNotAttended,
    ShowRecord,
)
from services.runtime.commands.refusal import Refusal
from tests.house import House
from tests.integration.billing.builders import (
    APRIL_FIRST,
    FINANCE,
    MARCH_FIRST,
    cancelled,
    held,
    invoices,
    signed,
    the_run,
)

DAY = date(2027, 2, 2)
LENGTHS = [{"minutes": 45, "price_cents": 10500}, {"minutes": 90, "price_cents": 17500}]


async def a_session(house: House, **facts: Any) -> SessionHeld:
    """One that was held; 60 minutes at 148 euros, 45 at 105, 90 at 175."""
    process_id = uuid4()
    await house.say("contracts", signed(process_id, length_prices=LENGTHS))
    session = held(process_id, 1, DAY).model_copy(update=facts)
    await house.say("sessions", session)
    await house.quiet()
    return session


def corrected(session: SessionHeld | SessionCancelled, **facts: Any) -> RecordCorrected:
    told = session.model_dump(include={"process_id", "session_id", "number", "performed_on", "minutes"})
    usual = {
        "revision": 1, "former": "held", "outcome": "held", "status": "held", "changes_charge": True,
        "starts_at": MARCH_FIRST - timedelta(days=27), "supervisor_id": uuid4(), "by": "supervisor",
        "corrected_at": MARCH_FIRST,
    }  # fmt: skip
    return RecordCorrected.model_validate({**told, **usual, **facts})


def hold(session_id: UUID, revision: int = 1) -> HoldItem:
    return HoldItem(session_id=session_id, revision=revision, as_of=MARCH_FIRST)


async def waiting(house: House) -> list[tuple[str, int | None, int]]:
    found = (await house.ask(ListDraftItems(viewer=FINANCE))).items
    return [(one.kind, one.minutes, one.net_cents) for one in found]


async def test_a_session_is_charged_by_its_real_length(billing: House) -> None:
    session = await a_session(billing, held_minutes=44)
    assert await waiting(billing) == [("held", 45, 10500)]
    await billing.say("sessions", corrected(session, held_minutes=100))
    await billing.quiet()
    assert await waiting(billing) == [("held", 60, 14800)]
    await billing.say("sessions", corrected(session, held_minutes=100, longer_agreed=True, revision=2))
    await billing.quiet()
    assert await waiting(billing) == [("held", 90, 17500)]
    assert (await billing.ask(the_run())).total_cents == 17500 + 4463


async def test_what_it_costs_now_and_cost_before_is_said_of_each_correction_and_of_a_no_show(
    billing: House,
) -> None:
    session = await a_session(billing)
    for change in (
        {"held_minutes": 44},
        {"outcome": "cancelled", "former": "held", "cancelled_by": "supervisee", "notice_hours": 500,
         "notice_working_days": 20},
        {"outcome": "no_show", "former": "cancelled"},
        {"outcome": "no_show", "former": "no_show", "changes_charge": False},
    ):  # fmt: skip
        await billing.say("sessions", corrected(session, **change))
        await billing.quiet()
    told = [one for one in await billing.events("billing") if isinstance(one, SessionCharged)]
    assert [(one.former, one.former_cents, one.kind, one.minutes, one.net_cents) for one in told] == [
        ("held", 148_00, "held", 45, 105_00),
        ("held", 105_00, "cancelled", 60, 0),
        ("cancelled", 0, "no_show", 60, 148_00),
    ]
    missed = held(session.process_id, 2, DAY + timedelta(days=7))
    facts = missed.model_dump(include={"process_id", "session_id", "number", "performed_on", "minutes"})
    await billing.say("sessions", SessionNotAttended(**facts))
    await billing.quiet()
    [*_, last] = [one for one in await billing.events("billing") if isinstance(one, SessionCharged)]
    assert (last.former, last.kind, last.percent, last.net_cents) == (None, "no_show", 100, 148_00)


async def test_what_was_cancelled_in_time_after_all_is_on_no_invoice(billing: House) -> None:
    session = await a_session(billing)
    off = {"outcome": "cancelled", "status": "cancelled", "cancelled_by": "supervisee", "notice_hours": 48}
    await billing.say("sessions", corrected(session, **off))
    await billing.quiet()
    assert await waiting(billing) == []
    late = {**off, "former": "cancelled", "notice_hours": 47, "revision": 2}
    await billing.say("sessions", corrected(session, **late))
    await billing.quiet()
    assert await waiting(billing) == [("cancelled", 60, 14800)]


async def test_a_correction_that_comes_before_the_run_keeps_the_session_from_it(billing: House) -> None:
    session = await a_session(billing)
    await billing.ask(hold(session.session_id))
    assert (await billing.ask(the_run())).issued == 0
    off = {"outcome": "cancelled", "status": "cancelled", "cancelled_by": "supervisor"}
    await billing.say("sessions", corrected(session, **off))
    await billing.quiet()
    assert (await billing.ask(the_run("2027-03", APRIL_FIRST))).issued == 0


async def test_a_correction_that_comes_after_the_run_is_refused(billing: House) -> None:
    session = await a_session(billing)
    assert (await billing.ask(the_run())).issued == 1
    with pytest.raises(Refusal) as refused:
        await billing.ask(hold(session.session_id))
    assert refused.value.code == "already_invoiced"
    [invoice] = await invoices(billing)
    assert invoice.net_cents == 14800


async def test_what_passed_a_run_is_on_the_next_ones_invoice_once(billing: House) -> None:
    session = await a_session(billing)
    await billing.ask(hold(session.session_id))
    assert (await billing.ask(the_run())).issued == 0
    await billing.say("sessions", corrected(session, held_minutes=40))
    await billing.quiet()
    report = await billing.ask(the_run("2027-03", APRIL_FIRST))
    assert (report.issued, report.total_cents) == (1, 10500 + 2678)
    assert (await billing.ask(the_run("2027-03", APRIL_FIRST))).issued == 0


async def test_of_ten_corrections_at_once_with_a_run_each_is_invoiced_or_put_right_never_both(
    billing: House,
) -> None:
    sessions = [await a_session(billing) for _ in range(10)]

    async def put_right(session: SessionHeld) -> bool:
        try:
            await billing.ask(hold(session.session_id))
        except Refusal:
            return False
        await billing.say("sessions", corrected(session, held_minutes=40))
        return True

    done, report = await asyncio.gather(
        asyncio.gather(*(put_right(one) for one in sessions[:5])), billing.ask(the_run())
    )
    late = await asyncio.gather(*(put_right(one) for one in sessions[5:]))
    assert not any(late)
    await billing.quiet()
    while report.remaining:
        report = await billing.ask(the_run())
    await billing.ask(the_run("2027-03", APRIL_FIRST))
    charged = sorted(one.net_cents for one in await invoices(billing))
    assert charged == [10500] * sum(done) + [14800] * (10 - sum(done))


async def test_a_correction_of_which_sessions_cannot_tell_keeps_its_own_session_from_the_run_alone(
    billing: House,
) -> None:
    async def odd(message: Any) -> None:
        await message.respond(b'{"revision": "odd"}')

    await billing.stand_in(ShowRecord, odd)
    kept, _other = await a_session(billing), await a_session(billing)
    await billing.ask(hold(kept.session_id))
    assert (await billing.ask(the_run("2027-03", APRIL_FIRST))).issued == 1
    assert await waiting(billing) == [("held", 60, 14800)]


@pytest.mark.parametrize(
    ("terms", "sums"),
    [({"consumer_price_cents": 18574}, [(9287, None), (18574, 9287)]), ({}, [(None, None), (None, None)])],
)
async def test_of_a_private_person_it_is_said_with_vat_too(
    billing: House, terms: dict[str, int], sums: list[tuple[int | None, int | None]]
) -> None:
    """What calling off late costs, and what it comes to when it is recorded otherwise."""
    process_id = uuid4()
    half = [{"notice_hours": 24, "percent": 50}]
    await billing.say("contracts", signed(process_id, cancellation_tiers=half, **terms))
    late = cancelled(process_id, 1, DAY, 24)
    await billing.say("sessions", late)
    await billing.quiet()
    missed = {"outcome": "no_show", "status": "no_show", "former": "cancelled", "held_minutes": None}
    await billing.say("sessions", corrected(late, **missed))
    await billing.quiet()
    told = [
        one for one in await billing.events("billing") if isinstance(one, LateChangeCharged | SessionCharged)
    ]
    assert [(one.consumer_cents, getattr(one, "former_consumer_cents", None)) for one in told] == sums
