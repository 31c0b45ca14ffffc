"""What an e-invoice breaks of published rules is found before it has a number: finance knows, the others go out."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest

from services.billing.documents.electronic import formats
from services.billing.documents.rulebooks.asking import RulebookReader
from services.billing.invoices import numbering
from services.billing.invoices.invoicing import Invoice
from services.billing.invoices.semantic import checks, making
from services.billing.invoices.semantic.model import SemanticInvoice
from services.messages.billing import InvoiceHeld, ListHeldInvoices
from services.messages.values import Language
from tests.house import House
from tests.integration.billing.builders import (
    APRIL_FIRST,
    FINANCE,
    a_held_session,
    invoices,
    the_run,
)
from tests.integration.billing.customers.test_customers import wants
from tests.integration.billing.test_held_invoices import of_a_customer, said

BOTH: dict[str, Any] = {
    "electronic_address": "003702012566",
    "operator": "003721291126",
    "buyer_reference": "KP 4410",
}
OTHER = "1234567-1"


@pytest.fixture(autouse=True)
async def ours_are_deaf(billing: House, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[None]:
    """So that what a rule of ours would find is left to those of others."""
    monkeypatch.setattr(checks, "faults", lambda _: [])
    yield


def a_cent_off(invoice: Invoice, language: Language) -> SemanticInvoice:
    """Of our customer's; the other's is right."""
    told = making.semantic(invoice, language)
    if invoice.customer.business_id == OTHER:
        return told
    return replace(told, totals=replace(told.totals, gross_cents=told.totals.gross_cents + 1))


async def held_of(house: House) -> list[tuple[str, str]]:
    listed = (await house.ask(ListHeldInvoices(viewer=FINANCE))).held
    return [(one.reason, one.rule) for one in listed]


async def test_what_breaks_an_official_rule_is_held_by_its_name_and_gets_no_number(
    billing: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await wants(billing, channels=["peppol"], **BOTH)
    other, _ = await of_a_customer(billing, kind="company", business_id=OTHER)
    wrong = await a_held_session(billing)
    await billing.quiet()
    monkeypatch.setattr(numbering, "semantic", a_cent_off)
    report = await billing.ask(the_run())
    assert (report.issued, report.remaining, report.held) == (1, 0, 1)
    [one] = await invoices(billing)
    assert (one.number, one.process_id) == (1001, other)
    assert await held_of(billing) == [("published_rule_broken", "BR-CO-15")]
    [told] = await said(billing, InvoiceHeld)
    assert (told.process_id, told.rule) == (wrong, "BR-CO-15")
    monkeypatch.setattr(numbering, "semantic", making.semantic)
    report = await billing.ask(the_run("2027-03", APRIL_FIRST))
    assert (report.issued, report.held) == (1, 0)
    assert sorted(one.number for one in await invoices(billing)) == [1001, 1002]


async def test_who_gets_paper_is_not_asked_about_e_invoices(
    billing: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await wants(billing, channels=["mail"], **BOTH)
    await a_held_session(billing)
    await billing.quiet()
    monkeypatch.setattr(numbering, "semantic", a_cent_off)
    assert (await billing.ask(the_run())).issued == 1


async def test_a_document_that_does_not_fit_is_held_and_no_other_way_is_taken_silently(
    billing: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await wants(billing, channels=["finvoice", "mail"], **BOTH)
    await a_held_session(billing)
    await billing.quiet()

    def unequal(*_: Any) -> None:
        raise formats.UnequalError

    monkeypatch.setattr(formats, "check", unequal)
    report = await billing.ask(the_run())
    assert (report.issued, report.held) == (0, 1)
    assert await held_of(billing) == [("document_does_not_fit", "")]


async def test_who_looks_and_is_killed_is_begun_anew(billing: House) -> None:
    books: RulebookReader = billing.services["billing"].resources.books
    await wants(billing, channels=["peppol"], **BOTH)
    await a_held_session(billing)
    await billing.quiet()
    assert (await billing.ask(the_run())).issued == 1
    assert books._process
    books._process.kill()
    await a_held_session(billing)
    await billing.quiet()
    assert (await billing.ask(the_run("2027-03", APRIL_FIRST))).issued == 1


async def test_who_cannot_look_holds_the_e_invoices_alone(
    billing: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def cannot(*_: Any) -> None:
        raise OSError("no memory")

    books: RulebookReader = billing.services["billing"].resources.books
    await books._end()
    monkeypatch.setattr(books, "_begin", cannot)
    await wants(billing, channels=["peppol"], **BOTH)
    other, _ = await of_a_customer(billing, kind="company", business_id=OTHER)
    await a_held_session(billing)
    await billing.quiet()
    report = await billing.ask(the_run())
    assert (report.issued, report.held) == (1, 1)
    assert [one.process_id for one in await invoices(billing)] == [other]
    assert await held_of(billing) == [("broke_down", "")]
