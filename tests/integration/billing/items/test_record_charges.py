"""What a session's record comes to: what nobody's coming costs by its own terms, and whether the record stands."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.messages.billing import RecordCharge, RecordDispute, ShowRecordCharge
from services.messages.intake import TrialPrice
from services.messages.values import Role, Viewer
from services.runtime.commands.refusal import Refusal
from tests.house import House
from tests.integration.billing.builders import (
    FINANCE,
    ORGANISATION,
    held,
    signed,
    the_run,
    trial_agreed,
)
from tests.integration.billing.disputes.acts import (
    OPENED,
    decision,
    dispute,
    everybody_was_there,
    item_of,
)
from tests.integration.billing.test_queries import quote

__all__ = ["everybody_was_there"]

DAY = date(2027, 2, 2)


def asked(process_id: UUID, session_id: UUID | None = None, **facts: Any) -> ShowRecordCharge:
    usual = {"process_id": process_id, "session_id": session_id or uuid4(), "performed_on": DAY}
    return ShowRecordCharge.model_validate(usual | {"minutes": 60, "viewer": FINANCE} | facts)


async def test_it_is_the_percent_and_the_sum_of_the_version_of_its_day(billing: House) -> None:
    process_id = uuid4()
    first = signed(process_id, no_show_percent=50)
    await billing.say("contracts", first)
    await billing.quiet()
    told = await billing.ask(asked(process_id))
    assert told == RecordCharge(no_show_percent=50, no_show_cents=7400)
    own = Viewer(person_id=first.parties.supervisor_id, role=Role.SUPERVISOR)
    assert await billing.ask(asked(process_id, viewer=own)) == RecordCharge(no_show_percent=50)
    other = await billing.ask(asked(process_id, minutes=90))
    assert other == RecordCharge(), "of another length there is no price"


async def test_who_stood_in_that_day_is_told_and_nobody_elses_supervisor_is(billing: House) -> None:
    process_id, first = uuid4(), signed(uuid4())
    stands_in = uuid4()
    for version, starts_on, who in (
        (1, date(2027, 1, 15), first.parties.supervisor_id),
        (2, DAY, stands_in),
        (3, date(2027, 2, 10), first.parties.supervisor_id),
    ):
        event = signed(process_id, version, starts_on=starts_on)
        parties = event.parties.model_copy(update={"supervisor_id": who})
        await billing.say("contracts", event.model_copy(update={"parties": parties}))
    await billing.quiet()
    theirs = Viewer(person_id=stands_in, role=Role.SUPERVISOR)
    assert (await billing.ask(quote(process_id, theirs, 1, performed_on=DAY))).percent == 100
    assert (await billing.ask(asked(process_id, viewer=theirs))).no_show_percent == 100
    with pytest.raises(Refusal, match="unknown_process"):
        await billing.ask(asked(process_id, viewer=theirs, performed_on=date(2027, 2, 11)))
    with pytest.raises(Refusal, match="unknown_process"):
        await billing.ask(asked(process_id, viewer=Viewer(person_id=uuid4(), role=Role.SUPERVISOR)))


async def test_of_a_trial_that_is_free_it_costs_nothing(billing: House) -> None:
    contract = signed(uuid4())
    prices: tuple[tuple[TrialPrice, int], ...] = (("free", 0), ("normal", 100))
    for price, percent in prices:
        of_trial = contract.model_copy(update={"process_id": uuid4()})
        await billing.say("contracts", trial_agreed(of_trial, price, DAY))
        await billing.quiet()
        told = await billing.ask(asked(of_trial.process_id, trial=True))
        assert (told.no_show_percent, told.no_show_cents) == (percent, 148 * percent)


async def test_what_is_on_an_invoice_stands_and_whoever_sees_invoices_is_told_on_which(
    billing: House,
) -> None:
    process_id = uuid4()
    contract, session = signed(process_id), held(process_id, 1, DAY)
    await billing.say("contracts", contract)
    await billing.say("sessions", session)
    await billing.quiet()
    query = asked(process_id, session.session_id)
    assert not (await billing.ask(query)).settled
    await billing.ask(the_run())
    told = await billing.ask(query)
    assert (told.settled, told.invoice_number) == (True, 1001)
    another = contract.model_copy(update={"process_id": uuid4()})
    await billing.say("contracts", another)
    await billing.quiet()
    theirs = query.model_copy(update={"process_id": another.process_id})
    assert not (await billing.ask(theirs)).settled, "a session of another process tells nothing"
    own = Viewer(person_id=contract.parties.supervisor_id, role=Role.SUPERVISOR)
    told = await billing.ask(query.model_copy(update={"viewer": own}))
    assert (told.settled, told.invoice_number) == (True, None)
    elsewhere = Viewer(person_id=uuid4(), role=Role.COMMISSIONER, organisation_id=ORGANISATION)
    assert (await billing.ask(query.model_copy(update={"viewer": elsewhere}))).invoice_number == 1001


@pytest.mark.usefixtures("everybody_was_there")
async def test_that_a_record_is_disputed_is_told_to_who_may_put_it_right_and_to_no_member(
    billing: House,
) -> None:
    """Of its price or its quality they dispute with finance: that is no word about the record."""
    process_id = uuid4()
    contract, session = signed(process_id), held(process_id, 1, DAY)
    await billing.say("contracts", contract)
    await billing.say("sessions", session)
    await billing.quiet()
    [member] = contract.parties.supervisee_ids
    query = asked(process_id, session.session_id)
    own = query.model_copy(
        update={"viewer": Viewer(person_id=contract.parties.supervisor_id, role=Role.SUPERVISOR)}
    )
    of_a_member = query.model_copy(update={"viewer": Viewer(person_id=member, role=Role.SUPERVISEE)})
    item_id = await item_of(billing, session.session_id)
    for claim, seen in (("quality", None), ("not_held", RecordDispute(opened_at=OPENED))):
        order = dispute(process_id, item_id, member, claim=claim)
        await billing.ask(order)
        assert [(await billing.ask(one)).dispute for one in (query, own, of_a_member)] == [seen, seen, None]
        order_to_decide = decision(order.dispute_id, outcome="upheld", percent=50)
        await billing.ask(order_to_decide)
    told = (await billing.ask(own)).dispute
    assert told == RecordDispute(
        opened_at=OPENED, outcome="upheld", percent=50, resolved_at=order_to_decide.as_of
    )
