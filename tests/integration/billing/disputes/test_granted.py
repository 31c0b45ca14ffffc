"""Nothing of what is disputed is charged any more: it is granted by that, and told so once; else it waits."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.messages.billing import (
    CreditInvoice,
    DisputeCard,
    DisputeResolved,
    ListDisputes,
    RecordDispute,
    SetItemAside,
    ShowRecordCharge,
)
from services.messages.sessions import RecordCorrected
from services.messages.values import Role, Viewer
from tests.founder import FOUNDER
from tests.house import House
from tests.integration.billing.builders import (
    APRIL_FIRST,
    FEBRUARY,
    FINANCE,
    MARCH_FIRST,
    cancelled,
    held,
    invoices,
    signed,
    terminated,
)
from tests.integration.billing.disputes.acts import (
    code,
    decision,
    dispute,
    everybody_was_there,
    heard,
    item_of,
    payer,
    run,
)

__all__ = ["everybody_was_there"]
pytestmark = pytest.mark.usefixtures("everybody_was_there")
ON = date(2027, 2, 8)
CORRECTED = datetime(2027, 2, 21, 9, tzinfo=UTC)


def corrected(session: Any, **facts: Any) -> RecordCorrected:
    own = session.model_dump(include={"process_id", "session_id", "number", "performed_on", "minutes"})
    told = {
        "revision": 1,
        "status": "cancelled",
        "outcome": "cancelled",
        "former": "cancelled",
        "starts_at": datetime(2027, 2, 8, 9, tzinfo=UTC),
        "supervisor_id": uuid4(),
        "cancelled_by": "commissioner",
        "notice_hours": 500,
        "notice_working_days": 20,
        "present": 0,
        "changes_charge": True,
        "by": "supervisor",
        "corrected_at": CORRECTED,
    }
    return RecordCorrected.model_validate(own | told | facts)


async def shown(house: House) -> DisputeCard:
    [card] = (await house.ask(ListDisputes(viewer=FINANCE))).disputes
    return card


async def resolved(house: House) -> list[DisputeResolved]:
    await house.quiet()
    return [one for one in await house.events("billing") if isinstance(one, DisputeResolved)]


async def disputed(house: House, process_id: UUID, session: Any, **facts: Any) -> UUID:
    order = dispute(process_id, await item_of(house, session.session_id), await payer(house), **facts)
    await house.ask(order)
    return order.dispute_id


async def test_a_correction_after_which_nothing_is_charged_grants_it_and_nobody_decides_any_more(
    billing: House,
) -> None:
    process_id = uuid4()
    late = cancelled(process_id, 1, ON, 1)
    await heard(billing, late, contract=signed(process_id))
    dispute_id = await disputed(billing, process_id, late, claim="wrong_kind")
    await billing.say("sessions", corrected(late))
    [told] = await resolved(billing)
    assert (told.outcome, told.percent, told.granted_by, told.corrected) == (
        "upheld",
        100,
        "correction",
        True,
    )
    assert (told.open_since, told.resolved_at) == (None, CORRECTED)
    card = await shown(billing)
    assert (card.granted_by, card.outcome, card.may_resolve, card.corrected_at) == (
        "correction", "upheld", False, CORRECTED,
    )  # fmt: skip
    assert await code(billing, decision(dispute_id)) == "already_resolved"
    seen = await billing.ask(
        ShowRecordCharge(
            process_id=process_id,
            session_id=late.session_id,
            performed_on=ON,
            minutes=late.minutes,
            viewer=Viewer(person_id=FOUNDER, role=Role.COORDINATOR),
        )
    )
    assert isinstance(seen.dispute, RecordDispute) and seen.dispute.granted_by == "correction"
    # What is put right once more afterwards is charged as any other.
    await billing.say("sessions", corrected(late, revision=2, notice_hours=1, notice_working_days=0))
    await billing.quiet()
    assert await run(billing, FEBRUARY, MARCH_FIRST) == 14800 + 3774
    assert len(await resolved(billing)) == 1


async def test_one_after_which_something_is_charged_leaves_it_and_the_decision_is_of_the_record_that_stands(
    billing: House,
) -> None:
    process_id = uuid4()
    one = held(process_id, 1, ON)
    await heard(billing, one, contract=signed(process_id))
    dispute_id = await disputed(billing, process_id, one, claim="not_held")
    late = {"notice_hours": 1, "notice_working_days": 0, "former": "held"}
    await billing.say("sessions", corrected(one, **late))
    assert await resolved(billing) == []
    card = await shown(billing)
    assert (card.outcome, card.corrected_at) == (None, CORRECTED)
    await billing.ask(decision(dispute_id))
    [told] = await resolved(billing)
    assert (told.outcome, told.granted_by, told.corrected) == ("rejected", None, True)


@pytest.mark.parametrize("how", ["credited", "left out"])
async def test_what_finance_charges_nobody_for_is_granted_before_and_after_the_invoice(
    billing: House, how: str
) -> None:
    process_id = uuid4()
    one = held(process_id, 1, ON)
    await heard(billing, one, contract=signed(process_id))
    if how == "credited":
        await run(billing, FEBRUARY, MARCH_FIRST)
    await disputed(billing, process_id, one)
    assert await resolved(billing) == []
    common = {"reason": "Ei pidetty", "as_of": APRIL_FIRST}
    if how == "credited":
        [invoice] = await invoices(billing)
        ids = {"credit_id": uuid4(), "invoice_id": invoice.invoice_id, "ordered_by": FOUNDER}
        await billing.ask(CreditInvoice.model_validate(common | ids | {"then": "let_go"}))
    else:
        ids = {"aside_id": uuid4(), "item_id": await item_of(billing, one.session_id), "set_by": FOUNDER}
        await billing.ask(SetItemAside.model_validate(common | ids | {"kind": "left_out"}))
    [told] = await resolved(billing)
    assert (told.granted_by, told.corrected) == ("let_go", False)


async def test_who_withdraws_has_nothing_to_dispute_of_what_was_not_held(billing: House) -> None:
    process_id = uuid4()
    late, one = cancelled(process_id, 1, ON, 1), held(process_id, 2, date(2027, 2, 9))
    await heard(billing, late, one, contract=signed(process_id, consumer_price_cents=18574))
    who = await payer(billing)
    for session in (late, one):
        await billing.ask(dispute(process_id, await item_of(billing, session.session_id), who))
    await billing.say("contracts", terminated(process_id, CORRECTED, withdraws=True))
    [told] = await resolved(billing)
    assert told.granted_by == "withdrawal" and told.session and told.session.session_id == late.session_id
