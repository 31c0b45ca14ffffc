"""Customers without a Finnish id: private persons, groups, and whoever is in another country, each with its own tax."""

import io
from base64 import b64decode
from typing import Any
from uuid import UUID, uuid4

from pypdf import PdfReader

from services.messages.billing import CreditInvoice, InvoiceIssued, ShowInvoice, ShowInvoicePdf
from services.messages.directory import ChangeOrganisation
from tests.founder import FOUNDER
from tests.house import House
from tests.integration.billing.builders import (
    APRIL_FIRST,
    FINANCE,
    MARCH_FIRST,
    invoices,
    the_run,
)
from tests.integration.billing.test_held_invoices import NORWAY, of_a_customer, said
from tests.integration.directory.builders import person

SWEDEN = {"country": "SE", "street": "Storgatan 1", "postal_code": "111 22", "town": "Stockholm"}
NET = 14_800
WITH_VAT = 18_574
"""At 25.5 per cent."""


async def gross_of(billing: House) -> dict[UUID, int]:
    return {one.process_id: one.gross_cents for one in await invoices(billing)}


async def why_without_vat(billing: House) -> dict[UUID, list[str | None]]:
    """What a page says of each."""
    shown = [
        await billing.ask(ShowInvoice(invoice_id=one.invoice_id, viewer=FINANCE))
        for one in await invoices(billing)
    ]
    return {one.card.process_id: [group.no_vat for group in one.vat] for one in shown}


async def paper(billing: House, process_id: UUID) -> str:
    [issued] = [one for one in await said(billing, InvoiceIssued) if one.process_id == process_id]
    file = await billing.ask(ShowInvoicePdf(invoice_id=issued.invoice_id, viewer=FINANCE))
    pages = PdfReader(io.BytesIO(b64decode(file.pdf))).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


async def test_each_is_invoiced_with_the_tax_of_where_it_buys(billing: House) -> None:
    group, _ = await of_a_customer(billing, kind="unregistered")
    club, _ = await of_a_customer(billing, kind="association", foreign_id="123.456")
    swedish, _ = await of_a_customer(billing, foreign_id="SE556036079301", address=SWEDEN)
    untaxed, _ = await of_a_customer(billing, foreign_id="5560360793", address=SWEDEN)
    norwegian, _ = await of_a_customer(billing, foreign_id="923609016", address=NORWAY)
    await billing.quiet()
    report = await billing.ask(the_run())
    assert (report.issued, report.held) == (5, 0)
    assert await gross_of(billing) == {
        group: WITH_VAT,
        club: WITH_VAT,
        swedish: NET,
        untaxed: WITH_VAT,
        norwegian: NET,
    }
    told = await paper(billing, swedish)
    for words in ("Omvänd skattskyldighet / Reverse charge", "SE556036079301", "Sverige", "FI20774740"):
        assert words in told
    assert "FI20774740" not in await paper(billing, norwegian)
    assert "köparens land" in await paper(billing, norwegian)
    assert "Omvänd" not in await paper(billing, untaxed)
    assert await why_without_vat(billing) == {
        group: [None],
        club: [None],
        swedish: ["reverse_charge"],
        untaxed: [None],
        norwegian: ["out_of_scope"],
    }


async def test_a_private_person_is_invoiced_with_the_tax_under_their_own_name(billing: House) -> None:
    person_id = await person(billing, "Aino", "Aalto")
    process_id, _ = await of_a_customer(
        billing,
        {"consumer_price_cents": WITH_VAT},
        kind="private_person",
        name=None,
        person_id=person_id,
    )
    await billing.quiet()
    assert (await billing.ask(the_run())).issued == 1
    assert await gross_of(billing) == {process_id: WITH_VAT}
    told = await paper(billing, process_id)
    assert "Aino Aalto" in told and "Inkl. moms" in told and "Utan moms" not in told


async def test_who_gives_their_vat_number_later_owes_the_tax_from_the_next_invoice_on(billing: House) -> None:
    process_id, organisation_id = await of_a_customer(billing, foreign_id="5560360793", address=SWEDEN)
    await billing.quiet()
    await billing.ask(the_run())
    assert await gross_of(billing) == {process_id: WITH_VAT}
    told: dict[str, Any] = {"organisation_id": organisation_id, "foreign_id": "SE556036079301"}
    await billing.ask(ChangeOrganisation(**told, changed_by=FOUNDER, as_of=MARCH_FIRST))
    [issued] = await said(billing, InvoiceIssued)
    credit = {"credit_id": uuid4(), "invoice_id": issued.invoice_id, "then": "bill_again"}
    await billing.ask(CreditInvoice(**credit, reason="Reverse charge", ordered_by=FOUNDER, as_of=MARCH_FIRST))
    assert (await billing.ask(the_run("2027-03", APRIL_FIRST))).issued == 1
    taxed = {one.number: one.vat_cents for one in await invoices(billing) if one.kind == "invoice"}
    assert list(taxed.values()) == [WITH_VAT - NET, 0]
