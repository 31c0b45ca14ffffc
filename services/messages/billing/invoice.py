"""Issued invoices, as cards, lines and documents."""

from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from services.messages.billing.delivery_status import DeliveryFault, DeliveryStatus
from services.messages.billing.exemption import ExemptionGround
from services.messages.billing.item import ItemKind, PartOf
from services.messages.billing.paper import InvoicePaper
from services.messages.billing.seller import SellerCard
from services.messages.envelope import Event, FilePart, FileQuery, Query, Reply
from services.messages.values import Address, Channel, Day, Language, Period, Value, Viewer

INVOICE_SERIES = "invoices"
"""The numbers of the invoices that customers get; each series counts for itself."""
CREDIT_SERIES = "credit_notes"

Series = Annotated[str, Field(pattern=r"^[a-z_]{1,40}$")]
InvoiceNumber = Annotated[int, Field(ge=1, le=10**18)]


class InvoiceKind(StrEnum):
    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"


class ProcessShare(Value):
    """What of a collective document is a process's. lines: none where only a cent of the rounding moves."""

    process_id: UUID
    gross_cents: int
    lines: int


class InvoiceCard(Reply):
    """number: unique within its series; document_number: as the document says it, unique among all. reference: none
    where nothing is to be paid. A credit note's amounts are what it takes back. collective: it has several processes'
    lines, or may have; process_id is the first of them. credited_cents: VAT included; what credit notes took back of
    it. delivery, delivery_fault: where it stands and what last went wrong; to those of the provider alone.
    process_number: none of a collective one, whose lines say it.
    """

    invoice_id: UUID
    kind: InvoiceKind
    series: str
    process_id: UUID
    organisation_id: UUID
    number: int
    period: str
    issued_on: Day
    due_on: Day
    reference: str | None
    net_cents: int
    vat_cents: int
    gross_cents: int
    lines: int
    organisation_name: str | None = None
    department_id: UUID | None = None
    document_number: str = ""
    collective: bool = False
    credited_cents: int = 0
    process_number: str = ""
    delivery: DeliveryStatus | None = None
    delivery_fault: DeliveryFault | None = None


class InvoiceList(Reply):
    """more: there are older ones, before the first of these."""

    invoices: list[InvoiceCard]
    more: bool = False


class ListInvoices(Query[InvoiceList]):
    """One series by number; those of the viewer's organisation, or all for finance and coordinators.

    The last thousand, or the thousand before a number. delivery: only those that stand so, for those of the provider.
    """

    viewer: Viewer
    series: Series = INVOICE_SERIES
    process_id: UUID | None = None
    organisation_id: UUID | None = None
    period: Period | None = None
    delivery: DeliveryStatus | None = None
    before: InvoiceNumber | None = None


class InvoiceLineShown(Reply):
    """One item, never who was there. price_cents: the whole price; net_cents: after the percent, VAT excluded.

    number: of its session, none for what came of none; trial: it counts those before the contract. minutes: none for
    what is not measured in time. left_cents: what credit notes have left of it. process_number, process_id: of a
    collective invoice. disputable_until: none where nothing is left of it. consumer_cents: net_cents with VAT, as a
    private person's invoice says it.
    """

    item_id: UUID
    number: int | None
    performed_on: Day
    kind: ItemKind
    minutes: int | None
    price_cents: int
    percent: PartOf
    net_cents: int
    vat_percent: Decimal
    trial: bool = False
    left_cents: int = 0
    process_number: str = ""
    process_id: UUID | None = None
    disputable_until: Day | None = None
    consumer_cents: int | None = None


NoVat = Literal["reverse_charge", "out_of_scope", ExemptionGround]


class VatSum(Reply):
    """The lines of one rate, and the VAT on their sum. no_vat: why there is none, where that is so."""

    vat_percent: Decimal
    net_cents: int
    vat_cents: int
    no_vat: NoVat | None = None


class InvoiceCustomer(Reply):
    """department_name: empty where it is addressed to the whole organisation."""

    name: str
    department_name: str = ""
    business_id: str
    address: Address
    language: Language


DocumentFormat = Literal["finvoice", "peppol"]
"""What a customer's system reads: Finvoice 3.0, and UBL as Peppol BIS Billing 3.0 has it."""

DocumentObstacle = Literal["no_electronic_address", "no_buyer_reference", "document_does_not_fit"]


class ElectronicForm(Reply):
    """obstacle: why there is no such document of this invoice; none: there is."""

    wanted: DocumentFormat
    obstacle: DocumentObstacle | None = None


class CreditShown(Reply):
    number: int
    document_number: str
    issued_on: Day
    gross_cents: int


class Owed(Reply):
    """What is to be paid of an invoice of which something was disputed, VAT included and credits taken off.

    disputed_cents: of lines that wait for a decision, and are not due meanwhile. undisputed_cents: of the others.
    due_on: of what was decided and is owed after all; none where nothing is. The days while it waited do not count.
    """

    disputed_cents: int
    undisputed_cents: int
    due_on: Day | None = None


class ToPay(Reply):
    """What is due of an invoice: less its credit notes, and without what waits for a decision.

    bar_code: of that sum; empty where it is nothing.
    """

    cents: int
    bar_code: str


class InvoiceShown(Reply):
    """As it was issued. process_number: empty where the process had none. electronic: besides the PDF.

    credits: what took something back of it since. preceding: of a credit note, the invoice's number. owed: none where
    nothing of it was ever disputed. paper: what stands on it; none only from a service that is older. to_pay: none of a
    credit note. supervisor_ids: of its lines, by the contract of their days; no document names them.
    """

    card: InvoiceCard
    process_number: str
    payment_days: int
    seller: SellerCard
    customer: InvoiceCustomer
    lines: list[InvoiceLineShown]
    vat: list[VatSum]
    electronic: list[ElectronicForm] = []
    credits: list[CreditShown] = []
    preceding: int | None = None
    owed: Owed | None = None
    paper: InvoicePaper | None = None
    to_pay: ToPay | None = None
    supervisor_ids: list[UUID] = []


class ShowInvoice(Query[InvoiceShown]):
    """Refuses: unknown_invoice - also for those who may not see it."""

    invoice_id: UUID
    viewer: Viewer


class FindInvoice(Query[InvoiceShown]):
    """By its number. Refuses: unknown_invoice - also for those who may not see it."""

    number: InvoiceNumber
    series: Series = INVOICE_SERIES
    viewer: Viewer


class OwnLine(Reply):
    """One line of a collective invoice that its reader does not see. number: of its session; trial: it counts those
    before the contract. net_cents: VAT excluded; left_cents: what credit notes have left of it.
    """

    invoice_number: int
    period: str
    issued_on: Day
    item_id: UUID
    process_id: UUID
    process_number: str
    number: int | None
    performed_on: Day
    kind: ItemKind
    minutes: int | None
    net_cents: int
    left_cents: int
    trial: bool = False


class OwnLines(Reply):
    """more: there are older ones."""

    lines: list[OwnLine]
    more: bool = False


class ListOwnLines(Query[OwnLines]):
    """Lines of the viewer's processes on collective invoices that are not theirs to see, the newest invoice first."""

    viewer: Viewer


class InvoiceDocument(FilePart):
    """pdf: a part of it, base64. document_number: what its file is called."""

    number: int
    pdf: str
    document_number: str = ""


class ShowInvoicePdf(FileQuery[InvoiceDocument]):
    """Refuses: unknown_invoice - also for those who may not see it."""

    invoice_id: UUID
    viewer: Viewer


class ElectronicDocument(FilePart):
    """xml: a part of it, base64, in the encoding that it names."""

    number: int
    xml: str
    document_number: str = ""


class ShowElectronicInvoice(FileQuery[ElectronicDocument]):
    """Refuses: unknown_invoice - also for those who may not see it -, no_electronic_address, no_buyer_reference,
    document_does_not_fit.
    """

    invoice_id: UUID
    wanted: DocumentFormat
    viewer: Viewer


class InvoiceIssued(Event):
    """number: unique within its series. channel: over which it goes first. shares: of a collective one, whose first is
    process_id.
    """

    process_id: UUID
    invoice_id: UUID
    organisation_id: UUID
    series: str = INVOICE_SERIES
    number: int
    period: str
    reference: str
    gross_cents: int
    issued_on: Day
    due_on: Day
    lines: int
    department_id: UUID | None = None
    channel: Channel = "mail"
    shares: list[ProcessShare] = []
