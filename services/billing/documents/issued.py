"""Issued invoices, as those may see them who may: lists, one with its lines, and its document."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, get_args
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.billing.credits import issuing as credits
from services.billing.delivery import standing
from services.billing.disputes import opening, owing
from services.billing.documents.electronic import formats
from services.billing.documents.paper import paper_of
from services.billing.documents.pdf import invoice_pdf
from services.billing.documents.told_lines import consumer_cents
from services.billing.invoices.bar_codes import virtual_bar_code
from services.billing.invoices.invoicing import Invoice as Issued
from services.billing.invoices.invoicing import VatGroup
from services.billing.invoices.selling import sellers
from services.billing.invoices.semantic.making import document_number, semantic
from services.billing.invoices.semantic.model import SemanticInvoice
from services.billing.invoices.snapshots import from_snapshot
from services.billing.items.exemptions import EXEMPT
from services.billing.items.lines import Line
from services.billing.items.places import OUT_OF_SCOPE, REVERSE_CHARGE
from services.billing.tables import BillableItem, DatedTerms, Delivery, Invoice, InvoiceProcess
from services.messages import billing as messages
from services.messages.billing import InvoiceKind
from services.messages.values import Address, Viewer
from services.printing.pictures import picture_of
from services.runtime.commands.asking import Asker
from services.runtime.commands.files import part_of
from services.runtime.commands.refusal import Refusal
from services.runtime.commands.sizes import fitting
from services.runtime.policy import Owners, seen_rows
from services.runtime.storage.database import among

MOST = 1000
"""Invoices in one answer, or fewer where they fill a message."""
_HEADINGS = (
    "recipient", "supervision", "performed_on", "description", "quantity", "unit_price", "vat", "net",
    "vat_breakdown", "rate", "base", "vat_amount", "payment", "bar_code",
)  # fmt: skip


async def list_invoices(db: AsyncSession, query: messages.ListInvoices) -> messages.InvoiceList:
    """One series by number; empty for those who may see none."""
    found = select(Invoice).where(_may_see(query.viewer), *_asked(query))
    last_first = found.order_by(col(Invoice.number).desc()).limit(MOST + 1)
    rows = (await db.exec(last_first)).all()
    taken = await credits.grosses(db, [row.invoice_id for row in rows])
    delivered = await standing.of_invoices(db, query.viewer, [row.invoice_id for row in rows])
    cards = [_card(row, taken.get(row.invoice_id, 0), delivered.get(row.invoice_id)) for row in rows]
    part = fitting(cards, most=MOST)
    return messages.InvoiceList(invoices=part[::-1], more=len(part) < len(cards))


async def show_invoice(db: AsyncSession, query: messages.ShowInvoice) -> messages.InvoiceShown:
    """Refuses: unknown_invoice."""
    row = await _one(db, query.viewer, col(Invoice.invoice_id) == query.invoice_id, "invoice_id")
    return await _shown(db, row)


async def find_invoice(db: AsyncSession, query: messages.FindInvoice) -> messages.InvoiceShown:
    """Refuses: unknown_invoice."""
    return await _shown(db, await _one(db, query.viewer, _numbered(query), "number"))


async def show_pdf(db: AsyncSession, query: messages.ShowInvoicePdf, ask: Asker) -> messages.InvoiceDocument:
    """The PDF made from what was stored at the issue, in the customer's language. Refuses: unknown_invoice."""
    row = await _one(db, query.viewer, col(Invoice.invoice_id) == query.invoice_id, "invoice_id")
    invoice = from_snapshot(row.snapshot)
    logo = await picture_of(ask, invoice.seller.logo)
    pdf = await asyncio.to_thread(invoice_pdf, invoice, invoice.customer.language, logo)
    facts: dict[str, Any] = {"number": row.number, "document_number": _called(row)}
    part = part_of(pdf, query.part)
    return messages.InvoiceDocument(**facts, pdf=part.content, parts=part.parts, sha256=part.sha256)


async def show_electronic(
    db: AsyncSession, query: messages.ShowElectronicInvoice
) -> messages.ElectronicDocument:
    """For the customer's system, from what was stored at the issue. Refuses: see the message."""
    row = await _one(db, query.viewer, col(Invoice.invoice_id) == query.invoice_id, "invoice_id")
    xml = formats.document(_terms(row), query.wanted)
    facts: dict[str, Any] = {"number": row.number, "document_number": _called(row)}
    part = part_of(xml, query.part)
    return messages.ElectronicDocument(**facts, xml=part.content, parts=part.parts, sha256=part.sha256)


def _terms(row: Invoice) -> SemanticInvoice:
    invoice = from_snapshot(row.snapshot)
    return semantic(invoice, invoice.customer.language)


async def _one(db: AsyncSession, viewer: Viewer, which: sa.ColumnElement[bool], field: str) -> Invoice:
    row = (await db.exec(select(Invoice).where(which, _may_see(viewer)))).first()
    if row is None:
        raise Refusal("unknown_invoice", field)
    return row


def _numbered(query: messages.FindInvoice) -> sa.ColumnElement[bool]:
    return (col(Invoice.series) == query.series) & (col(Invoice.number) == query.number)


def _may_see(viewer: Viewer) -> sa.ColumnElement[bool]:
    """By customer alone: a supervisor's "own" is no invoice, so no column says whose supervisor it is."""
    owners = Owners(organisation_id=col(Invoice.organisation_id), department_id=col(Invoice.department_id))
    return seen_rows(viewer, "prices_and_invoices", owners)


def _asked(query: messages.ListInvoices) -> list[sa.ColumnElement[bool]]:
    wanted = query.model_dump(include={"series", "organisation_id", "period"}, exclude_none=True)
    same = [getattr(Invoice, name) == value for name, value in wanted.items()]
    same += [_is_of(query.process_id)] if query.process_id else []
    same += [standing.stands(query.viewer, query.delivery)] if query.delivery else []
    return same if query.before is None else [*same, col(Invoice.number) < query.before]


def _is_of(process_id: UUID) -> sa.ColumnElement[bool]:
    """Of the process alone, or a collective one with lines of it."""
    alone = (col(Invoice.process_id) == process_id) & ~col(Invoice.collective)
    on_it = sa.exists().where(
        col(InvoiceProcess.invoice_id) == Invoice.invoice_id,
        col(InvoiceProcess.process_id) == process_id,
        col(InvoiceProcess.lines) > 0,
    )
    return alone | on_it


def _card(row: Invoice, credited_cents: int, delivery: Delivery | None = None) -> messages.InvoiceCard:
    return messages.InvoiceCard.model_validate(
        _facts(row, credited_cents)
        | ({"delivery": delivery.status, "delivery_fault": delivery.reason} if delivery else {})
    )


def _facts(row: Invoice, credited_cents: int) -> dict[str, Any]:
    return dict(
        **row.model_dump(include=set(messages.InvoiceCard.model_fields)),
        lines=len(row.snapshot["lines"]),
        document_number=_called(row),
        organisation_name=", ".join(_names(row.snapshot["customer"])),
        credited_cents=credited_cents,
        process_number=row.snapshot["terms"]["process_number"],
    )


def _names(customer: dict[str, str]) -> list[str]:
    """The legal person's, and the department's where the invoice is addressed to one."""
    return [name for name in (customer["name"], customer.get("department_name", "")) if name]


async def _shown(db: AsyncSession, row: Invoice) -> messages.InvoiceShown:
    """From what was stored at the issue: later changes of customer or seller do not show."""
    invoice = from_snapshot(row.snapshot)
    customer = invoice.customer
    credited = await credits.credited(db, row.invoice_id)
    notes = await credits.notes_of(db, row.invoice_id)
    card = _card(row, sum(one.gross_cents for one in notes))
    owed = await owing.owed(db, row, invoice.lines, credited, card.gross_cents - card.credited_cents)
    return messages.InvoiceShown(
        card=card,
        process_number=invoice.terms.process_number,
        payment_days=invoice.terms.payment_days,
        seller=sellers.card(invoice.seller),
        customer=messages.InvoiceCustomer(
            name=customer.name,
            department_name=customer.department_name,
            business_id=customer.business_id,
            address=Address(**vars(customer.address)),
            language=customer.language,
        ),
        lines=await _lines(db, row, invoice.lines, credited),
        vat=[_vat(group, invoice.exemption) for group in invoice.totals.groups],
        electronic=_electronic(row),
        credits=[_credit(one) for one in notes],
        preceding=invoice.preceding.number if invoice.preceding else None,
        owed=owed,
        paper=_paper(row),
        to_pay=_to_pay(invoice, card, owed),
        supervisor_ids=await _supervisors(db, invoice.lines),
    )


def _to_pay(invoice: Issued, card: messages.InvoiceCard, owed: messages.Owed | None) -> messages.ToPay | None:
    if not invoice.reference:
        return None
    cents = owed.undisputed_cents if owed else card.gross_cents - card.credited_cents
    bar_code = virtual_bar_code(invoice.seller.iban, invoice.reference, cents, card.due_on)
    return messages.ToPay(cents=cents, bar_code=bar_code if cents else "")


def _electronic(row: Invoice) -> list[messages.ElectronicForm]:
    terms = _terms(row)
    return [
        messages.ElectronicForm(wanted=one, obstacle=formats.obstacle(terms, one))
        for one in get_args(messages.DocumentFormat)
    ]


def _paper(row: Invoice) -> messages.InvoicePaper:
    told = paper_of(_terms(row), from_snapshot(row.snapshot).customer.language)
    headings = {name: told["words"][name] for name in _HEADINGS}
    return messages.InvoicePaper.model_validate(told | {"words": headings})


def _credit(row: Invoice) -> messages.CreditShown:
    facts = row.model_dump(include={"number", "issued_on", "gross_cents"})
    return messages.CreditShown(**facts, document_number=_called(row))


def _called(row: Invoice) -> str:
    return document_number(InvoiceKind(row.kind), row.number)


async def _processes(db: AsyncSession, lines: Sequence[Line]) -> dict[str, UUID]:
    """By item."""
    items = among(BillableItem.item_id, [UUID(line.item_id) for line in lines])
    rows = await db.exec(select(BillableItem.item_id, BillableItem.process_id).where(items))
    return {str(item_id): process_id for item_id, process_id in rows}


async def _supervisors(db: AsyncSession, lines: Sequence[Line]) -> list[UUID]:
    """Those of the contract versions of the lines' days, the first days' first."""
    first, whose = sa.func.min(BillableItem.performed_on), col(DatedTerms.supervisor_id)
    items = among(BillableItem.item_id, [UUID(line.item_id) for line in lines])
    by_day = select(whose).join(BillableItem).where(items).group_by(whose).order_by(first, whose)
    return list(await db.exec(by_day))


async def _lines(
    db: AsyncSession, row: Invoice, lines: Sequence[Line], credited: Mapping[str, int]
) -> list[messages.InvoiceLineShown]:
    whose = await _processes(db, lines) if row.collective else {}
    until = await opening.last_days(db, row, {row.process_id, *whose.values()})
    shown = [
        _line(
            line,
            credited.get(line.item_id, 0),
            whose.get(line.item_id),
            until[whose.get(line.item_id, row.process_id)],
        )
        for line in lines
    ]
    told = zip(shown, consumer_cents(_terms(row)), strict=True)
    return [line.model_copy(update={"consumer_cents": cents}) for line, cents in told]


def _line(line: Line, credited: int, process_id: UUID | None, until: date) -> messages.InvoiceLineShown:
    left_cents = line.net_cents - credited
    return messages.InvoiceLineShown.model_validate(
        {
            "item_id": line.item_id,
            "number": line.session_number,
            "performed_on": line.performed_on,
            "kind": line.kind,
            "minutes": line.minutes,
            "price_cents": line.unit_price_cents,
            "percent": line.percent,
            "net_cents": line.net_cents,
            "vat_percent": line.vat_rate,
            "trial": line.trial,
            "left_cents": left_cents,
            "disputable_until": until if left_cents else None,
            "process_number": line.process_number,
            "process_id": process_id,
        }
    )


def _vat(group: VatGroup, exemption: str) -> messages.VatSum:
    why = {REVERSE_CHARGE: "reverse_charge", OUT_OF_SCOPE: "out_of_scope", EXEMPT: exemption}
    facts = {"vat_percent": group.rate, "net_cents": group.base_cents, "vat_cents": group.vat_cents}
    return messages.VatSum.model_validate(facts | {"no_vat": why.get(group.category)})
