"""Who sees which invoice, and what stands in the document."""

import base64
import io
from uuid import uuid4

import pytest
from pypdf import PdfReader

from services.billing.invoices import references
from services.messages.billing import ShowInvoicePdf
from services.messages.intake import SubmitInquiry
from services.messages.values import Role, Viewer
from services.runtime.commands.refusal import Refusal
from tests.integration.billing.builders import (
    CUSTOMER,
    FINANCE,
    ORGANISATION,
    a_held_session,
    invoices,
    the_run,
)
from tests.integration.intake.builders import inquiry


async def an_issued_invoice(billing):
    await a_held_session(billing)
    await billing.quiet()
    await billing.ask(the_run())
    (invoice,) = await invoices(billing)
    return invoice


def viewer(role: Role, organisation_id=None) -> Viewer:
    return Viewer(person_id=uuid4(), role=role, organisation_id=organisation_id)


async def test_the_document_shows_number_reference_and_totals_in_the_customers_language(billing):
    invoice = await an_issued_invoice(billing)
    document = await billing.ask(ShowInvoicePdf(invoice_id=invoice.invoice_id, viewer=FINANCE))
    again = await billing.ask(ShowInvoicePdf(invoice_id=invoice.invoice_id, viewer=FINANCE))
    assert (document.number, document.pdf) == (1001, again.pdf)
    text = text_of(document.pdf)
    expected = [
        "Faktura",
        "1001",
        references.grouped(invoice.reference or ""),
        "148,00 €",
        "37,74 €",
        "185,74 €",
        str(CUSTOMER.name),
        "20100 Turku",
        "FI20774740",
        "2.2.2027",
    ]
    assert [words for words in expected if words not in text] == []


async def test_the_document_names_the_process_as_people_know_it_and_no_person(billing):
    process_id = await a_held_session(billing)
    asked: SubmitInquiry = inquiry(inquiry_id=process_id)
    number = (await billing.ask(asked)).number
    await billing.quiet()
    await billing.ask(the_run())
    (invoice,) = await invoices(billing)
    document = await billing.ask(ShowInvoicePdf(invoice_id=invoice.invoice_id, viewer=FINANCE))
    assert number in text_of(document.pdf)
    stored = await billing.rows("billing", "select snapshot::text as words from invoice")
    said = await billing.rows("billing", "select convert_from(payload, 'UTF8') as words from outbox")
    kept = " ".join(row["words"] for row in [*stored, *said])
    assert str(CUSTOMER.name) in kept and asked.contact_given_name not in kept


async def test_for_those_who_may_not_see_it_an_invoice_does_not_exist(billing):
    invoice = await an_issued_invoice(billing)
    told_nobody_how = invoice.model_copy(update={"delivery": None})
    for allowed, shown in (
        (viewer(Role.FINANCE), invoice),
        (viewer(Role.COORDINATOR), invoice),
        (viewer(Role.COMMISSIONER, ORGANISATION), told_nobody_how),
        (viewer(Role.PAYER, ORGANISATION), told_nobody_how),
    ):
        assert await invoices(billing, allowed) == [shown]
        assert (await billing.ask(ShowInvoicePdf(invoice_id=invoice.invoice_id, viewer=allowed))).pdf
    for stranger in (
        viewer(Role.COMMISSIONER, uuid4()),
        viewer(Role.PAYER, uuid4()),
        viewer(Role.COMMISSIONER),
        viewer(Role.SUPERVISOR),
        viewer(Role.SUPERVISEE, ORGANISATION),
        viewer(Role.ADMINISTRATOR),
    ):
        assert await invoices(billing, stranger) == []
        with pytest.raises(Refusal, match="unknown_invoice"):
            await billing.ask(ShowInvoicePdf(invoice_id=invoice.invoice_id, viewer=stranger))


def text_of(pdf: str) -> str:
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(base64.b64decode(pdf))).pages]
    return "\n".join(pages).replace("\u00a0", " ")
