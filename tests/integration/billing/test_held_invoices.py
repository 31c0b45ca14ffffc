"""A customer for whom invoicing has no rules yet: nothing is lost, finance knows, and nobody else waits for it."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.billing.delivery import beginning
from services.billing.invoices import numbering
from services.messages.billing import (
    InvoiceFreed,
    InvoiceHeld,
    ListDraftItems,
    ListHeldInvoices,
    ListRuns,
    RunBilling,
    SetRunMode,
)
from services.messages.directory import ChangeOrganisation, RegisterOrganisation
from services.messages.values import Role, Viewer
from tests.founder import FOUNDER
from tests.house import House
from tests.integration.billing.builders import (
    APRIL_FIRST,
    CUSTOMER,
    FINANCE,
    MARCH_FIRST,
    a_held_session,
    held,
    invoices,
    signed,
    the_run,
)

MAY_FIRST = APRIL_FIRST + timedelta(days=30)
NORWAY = {"country": "NO", "street": "Storgata 1", "postal_code": "0155", "town": "Oslo"}
NOT_SURE: dict[str, Any] = {"kind": "unregistered", "address": NORWAY}
"""Whether they are a business there decides where it is taxed."""


async def of_a_customer(house: House, terms: dict[str, Any] | None = None, **facts: Any) -> tuple[UUID, UUID]:
    """A process with one held session of a customer that is otherwise than ours, and that customer.

    terms: of its contract.
    """
    told = CUSTOMER.model_dump() | {"organisation_id": uuid4(), "business_id": None} | facts
    customer = await house.ask(RegisterOrganisation.model_validate(told))
    process_id = uuid4()
    await house.say(
        "contracts", signed(process_id, organisation_id=customer.organisation_id, **(terms or {}))
    )
    await house.say("sessions", held(process_id, 1, date(2027, 2, 2)))
    return process_id, customer.organisation_id


async def said(house: House, kind: type[Any]) -> list[Any]:
    await house.quiet()
    return [one for one in await house.events("billing") if isinstance(one, kind)]


async def test_whoever_is_taxed_nobody_knows_where_is_held_for_finance_and_the_others_go_out(
    billing: House,
) -> None:
    usual = await a_held_session(billing)
    group, _ = await of_a_customer(billing, **NOT_SURE)
    city, _ = await of_a_customer(billing, kind="public", foreign_id="958935420", address=NORWAY)
    await billing.quiet()
    report = await billing.ask(the_run())
    assert (report.issued, report.remaining, report.held) == (1, 0, 2)
    assert [one.process_id for one in await invoices(billing)] == [usual]
    assert {(one.process_id, one.reason) for one in await said(billing, InvoiceHeld)} == {
        (group, "abroad"),
        (city, "abroad"),
    }
    listed = (await billing.ask(ListHeldInvoices(viewer=FINANCE))).held
    assert {one.process_id: one.waiting_cents for one in listed} == {group: 14800, city: 14800}
    runs = (await billing.ask(ListRuns(viewer=FINANCE))).runs
    assert [(one.period, one.waiting, bool(one.completed_at)) for one in runs] == [("2027-02", 0, True)]
    payer = Viewer(person_id=uuid4(), role=Role.PAYER, organisation_id=CUSTOMER.organisation_id)
    assert (await billing.ask(ListHeldInvoices(viewer=payer))).held == []


async def test_what_is_held_is_called_by_the_month_of_what_waits_not_by_that_of_the_run(
    billing: House,
) -> None:
    await of_a_customer(billing, **NOT_SURE)
    await billing.quiet()
    await billing.ask(the_run("2027-03", APRIL_FIRST))
    [one] = (await billing.ask(ListHeldInvoices(viewer=FINANCE))).held
    assert [one.period, *(month.period for month in one.months)] == ["2027-02", "2027-02"]


async def test_what_was_held_goes_out_with_the_next_run_once_the_customer_has_a_finnish_id(
    billing: House,
) -> None:
    process_id, organisation_id = await of_a_customer(billing, **NOT_SURE)
    await billing.quiet()
    await billing.ask(the_run())
    corrected = ChangeOrganisation(
        organisation_id=organisation_id,
        kind="association",
        business_id="1234567-1",
        address={"street": "Kotikatu 1", "postal_code": "33100", "town": "Tampere"},
        changed_by=FOUNDER,
        as_of=MARCH_FIRST,
    )
    await billing.ask(corrected)
    await billing.ask(the_run(goes_on=True))
    assert [one.process_id for one in (await billing.ask(ListHeldInvoices(viewer=FINANCE))).held] == [
        process_id
    ]
    report = await billing.ask(the_run("2027-03", APRIL_FIRST))
    assert (report.issued, report.held) == (1, 0)
    assert [one.process_id for one in await invoices(billing)] == [process_id]
    assert [one.process_id for one in await said(billing, InvoiceFreed)] == [process_id]
    assert (await billing.ask(ListHeldInvoices(viewer=FINANCE))).held == []


async def test_an_invoice_that_breaks_a_rule_is_held_by_its_name_and_the_others_go_out_without_a_gap(
    billing: House,
) -> None:
    process_id, organisation_id = await of_a_customer(billing, kind="company", business_id="1234567-1")
    usual = [await a_held_session(billing), await a_held_session(billing)]
    wrong = "update organisation set business_id = '1234567-2' where organisation_id = $1"
    await billing.rows("directory", wrong, organisation_id)
    await billing.quiet()
    report = await billing.ask(the_run())
    assert (report.issued, report.remaining, report.held) == (2, 0, 1)
    assert sorted(one.number for one in await invoices(billing)) == [1001, 1002]
    assert {one.process_id for one in await invoices(billing)} == set(usual)
    [one] = (await billing.ask(ListHeldInvoices(viewer=FINANCE))).held
    assert (one.process_id, one.reason) == (process_id, "buyer_identifiers_wrong")
    await billing.rows("directory", wrong.replace("1234567-2", "1234567-1"), organisation_id)
    report = await billing.ask(the_run("2027-03", APRIL_FIRST))
    assert (report.issued, report.held) == (1, 0)
    assert [one.process_id for one in await said(billing, InvoiceFreed)] == [process_id]


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [("vat_category = 'Z'", "vat_rate_wrong"), ("price_cents = -14800", "price_wrong")],
)
async def test_an_item_of_which_no_line_can_be_made_holds_its_process_and_not_the_month(
    billing: House, wrong: str, reason: str
) -> None:
    usual, broken = await a_held_session(billing), await a_held_session(billing)
    await billing.quiet()
    spoil = f"update billable_item set {wrong} where process_id = $1"
    await billing.rows("billing", spoil, broken)
    report = await billing.ask(the_run())
    assert (report.issued, report.remaining, report.held) == (1, 0, 1)
    assert [one.process_id for one in await invoices(billing)] == [usual]
    [one] = (await billing.ask(ListHeldInvoices(viewer=FINANCE))).held
    assert (one.process_id, one.reason, abs(one.waiting_cents)) == (broken, reason, 14800)
    drafts = await billing.ask(ListDraftItems(viewer=FINANCE))
    assert [one.process_id for one in drafts.items] == [broken]
    mended = "update billable_item set vat_category = 'S', price_cents = 14800 where process_id = $1"
    await billing.rows("billing", mended, broken)
    report = await billing.ask(the_run("2027-03", APRIL_FIRST))
    assert (report.issued, report.held) == (1, 0)


async def test_what_breaks_a_rule_stays_held_until_a_run_has_looked_at_it(billing: House) -> None:
    """The run is asked for again after its month was done: after a press, or because its answer was lost."""
    broken = await a_held_session(billing)
    await billing.quiet()
    await billing.rows("billing", "update billable_item set price_cents = -1 where process_id = $1", broken)
    assert (await billing.ask(the_run())).held == 1
    assert (await billing.ask(the_run())).issued == 0
    assert [one.process_id for one in (await billing.ask(ListHeldInvoices(viewer=FINANCE))).held] == [broken]
    await billing.ask(SetRunMode(mode="by_approval", set_by=FOUNDER, as_of=MARCH_FIRST))
    await billing.ask(the_run("2027-03", APRIL_FIRST))
    assert [one.process_id for one in (await billing.ask(ListHeldInvoices(viewer=FINANCE))).held] == [broken]
    assert await said(billing, InvoiceFreed) == []
    await billing.rows("billing", "update billable_item set price_cents = 100 where process_id = $1", broken)
    press = RunBilling(period="2027-03", ordered_by=FOUNDER, as_of=APRIL_FIRST)
    assert (await billing.ask(press)).issued == 1
    assert [one.process_id for one in await said(billing, InvoiceFreed)] == [broken]


async def test_an_invoice_that_breaks_down_is_held_and_the_others_go_out(
    billing: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    odd, usual = await a_held_session(billing), await a_held_session(billing)
    await billing.quiet()

    async def begin_and_break(db: Any, row: Any, way: Any) -> None:
        await beginning.begin(db, row, way)
        if row.process_id == odd:
            raise ZeroDivisionError

    monkeypatch.setattr(numbering, "begin", begin_and_break)
    report = await billing.ask(the_run())
    assert (report.issued, report.remaining, report.held) == (1, 0, 1)
    assert [one.process_id for one in await invoices(billing)] == [usual]
    [held_one] = await said(billing, InvoiceHeld)
    assert (held_one.process_id, held_one.reason) == (odd, "broke_down")
    monkeypatch.undo()
    await billing.ask(the_run("2027-03", APRIL_FIRST))
    assert {one.process_id for one in await invoices(billing)} == {usual, odd}


async def test_a_customer_over_whom_directory_breaks_down_is_held_and_the_others_go_out(
    billing: House,
) -> None:
    usual = await a_held_session(billing)
    odd, customer = await of_a_customer(billing, business_id="1234567-1")
    await billing.quiet()
    speak = "UPDATE organisation SET language = $2 WHERE organisation_id = $1"
    await billing.rows("directory", speak, customer, "none")
    report = await billing.ask(the_run())
    assert (report.issued, report.remaining, report.held) == (1, 0, 1)
    assert [one.process_id for one in await invoices(billing)] == [usual]
    [one] = (await billing.ask(ListHeldInvoices(viewer=FINANCE))).held
    assert (one.process_id, one.reason, one.organisation_name) == (odd, "broke_down", "")
    assert (await billing.ask(the_run("2027-03", APRIL_FIRST))).issued == 0
    await billing.rows("directory", speak, customer, "fi")
    await billing.ask(the_run("2027-04", MAY_FIRST))
    assert {one.process_id for one in await invoices(billing)} == {usual, odd}
