"""Customers as they are: what their invoices have to say, and what is not numbered before they do."""

from base64 import b64decode
from typing import Any
from uuid import UUID

from services.messages.billing import (
    FindInvoice,
    InvoiceFreed,
    ListHeldInvoices,
    RunBilling,
    ShowElectronicInvoice,
    ShowInvoice,
)
from services.messages.directory import Invoicing, SetInvoicing
from tests.founder import FOUNDER
from tests.house import House
from tests.integration.billing.builders import (
    APRIL_FIRST,
    CUSTOMER,
    FEBRUARY,
    FINANCE,
    MARCH_FIRST,
    ORGANISATION,
    a_held_session,
    invoices,
    the_run,
)
from tests.integration.billing.test_held_invoices import of_a_customer, said


async def wants(house: House, organisation_id: UUID = ORGANISATION, **facts: Any) -> None:
    """address: of its own, else the usual one's."""
    order = SetInvoicing(
        organisation_id=organisation_id,
        address=facts.pop("address", CUSTOMER.address),
        invoice_email=CUSTOMER.invoice_email,
        invoicing=Invoicing(**facts),
        changed_by=FOUNDER,
        as_of=MARCH_FIRST,
    )
    await house.ask(order)


async def test_an_invoice_without_the_order_that_its_customer_wants_takes_no_number(billing: House) -> None:
    picky, organisation_id = await of_a_customer(billing, kind="public", business_id="1234567-1")
    usual = await a_held_session(billing)
    rule = {"order_number_required": True, "order_number_pattern": "XXXXXXXX"}
    await wants(billing, organisation_id, **rule)
    await billing.quiet()
    report = await billing.ask(the_run())
    assert (report.issued, report.remaining, report.held) == (1, 0, 1)
    assert [(one.number, one.process_id) for one in await invoices(billing)] == [(1001, usual)]
    [held] = (await billing.ask(ListHeldInvoices(viewer=FINANCE))).held
    assert (held.process_id, held.reason) == (picky, "order_number_missing")
    await wants(billing, organisation_id, **rule, order_number="4500AB12")
    report = await billing.ask(the_run("2027-03", APRIL_FIRST))
    assert (report.issued, report.held) == (1, 0)
    assert [one.number for one in await invoices(billing)] == [1001, 1002]
    assert [one.process_id for one in await said(billing, InvoiceFreed)] == [picky]


async def test_what_was_mended_after_its_month_was_done_is_invoiced_by_a_press_and_once(
    billing: House,
) -> None:
    """Without it, the customer's next month would have to end first."""
    picky, organisation_id = await of_a_customer(billing, kind="public", business_id="1234567-1")
    rule = {"order_number_required": True}
    await wants(billing, organisation_id, **rule)
    await billing.quiet()
    assert (await billing.ask(the_run())).held == 1
    listed = ListHeldInvoices(viewer=FINANCE)
    assert [one.mended for one in (await billing.ask(listed)).held] == [False]
    await wants(billing, organisation_id, **rule, order_number="4500AB12")
    assert [one.mended for one in (await billing.ask(listed)).held] == [True]
    assert (await billing.ask(the_run())).issued == 0
    press = RunBilling(period=FEBRUARY, ordered_by=FOUNDER, as_of=MARCH_FIRST)
    assert [(await billing.ask(press)).issued for _ in range(2)] == [1, 0]
    [card] = await invoices(billing)
    assert (card.process_id, card.period) == (picky, FEBRUARY)


async def test_references_stay_apart_in_every_document(billing: House) -> None:
    await wants(
        billing,
        buyer_reference="KP 4711",
        order_number="4500AB12",
        agreement="SOP-9",
        electronic_address="003702012566ABC",
    )
    await a_held_session(billing)
    await billing.quiet()
    await billing.ask(the_run())
    found = await billing.ask(FindInvoice(number=1001, viewer=FINANCE))
    told = {}
    for wanted in ("peppol", "finvoice"):
        query = ShowElectronicInvoice(invoice_id=found.card.invoice_id, wanted=wanted, viewer=FINANCE)
        told[wanted] = b64decode((await billing.ask(query)).xml).decode("iso-8859-15")
    assert "<cbc:BuyerReference>KP 4711</cbc:BuyerReference>" in told["peppol"]
    assert "<cac:OrderReference><cbc:ID>4500AB12</cbc:ID></cac:OrderReference>" in told["peppol"]
    assert "<cac:ContractDocumentReference><cbc:ID>SOP-9</cbc:ID>" in told["peppol"]
    assert '<cbc:EndpointID schemeID="0216">003702012566ABC</cbc:EndpointID>' in told["peppol"]
    assert "<BuyerReferenceIdentifier>KP 4711</BuyerReferenceIdentifier>" in told["finvoice"]
    assert "<OrderIdentifier>4500AB12</OrderIdentifier>" in told["finvoice"]
    assert "<AgreementIdentifier>SOP-9</AgreementIdentifier>" in told["finvoice"]
    assert '<BuyerCode SchemeID="0037">003702012566ABC</BuyerCode>' in told["finvoice"]


async def test_the_customers_own_days_to_pay_hold_and_a_public_one_never_has_more_than_thirty(
    billing: House,
) -> None:
    await wants(billing, payment_days=7)
    await a_held_session(billing)
    public, organisation_id = await of_a_customer(
        billing, kind="public", business_id="1234567-1", terms={"payment_days": 60}
    )
    await billing.quiet()
    await billing.ask(the_run())
    days = {}
    for one in await invoices(billing):
        shown = await billing.ask(ShowInvoice(invoice_id=one.invoice_id, viewer=FINANCE))
        days[one.organisation_id] = shown.payment_days
    assert days == {ORGANISATION: 7, organisation_id: 30}
    assert public in {one.process_id for one in await invoices(billing)}
