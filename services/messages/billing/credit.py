"""Credit notes: what of an issued invoice is taken back, by a document of its own."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from services.messages.billing.invoice import ProcessShare
from services.messages.envelope import Command, Done, Event
from services.messages.values import Cents, Channel, Day, ShortText, Utc, Value

MOST_CREDITED = 200
CreditedThen = Literal["bill_again", "let_go"]
"""What becomes of an item whose whole line is taken back: the next run takes it, also as it is recorded otherwise by
then, or nobody ever does.
"""


class CreditedLine(Value):
    """net_cents: how much of it, VAT excluded."""

    item_id: UUID
    net_cents: Annotated[Cents, Field(ge=1)]


class CreditInvoice(Command[Done]):
    """credit_id: given to the form, so that the same sent twice is one. lines: none for all that is left of it.

    reason: finance's own, and on no document.
    Refuses: not_yours_to_decide, unknown_invoice, nothing_to_credit, unknown_item, credited_too_much, seller_missing,
    already_credited (by this id, otherwise), invoice_not_right (the credit note would break a rule), part_let_go (of a
    line that would be billed again, for it comes back as a whole).
    """

    credit_id: UUID
    invoice_id: UUID
    lines: Annotated[list[CreditedLine], Field(max_length=MOST_CREDITED)] = []
    then: CreditedThen
    reason: ShortText
    ordered_by: UUID
    as_of: Utc


class InvoiceCredited(Event):
    """invoice_id: of the credit note. of_invoice_id, of_number: of what it takes back gross_cents of.

    channel: over which it goes first. shares: of a collective one; process_id is the first of the invoice.
    withdrawn: by itself, since a private person has withdrawn from the contract.
    """

    process_id: UUID
    invoice_id: UUID
    organisation_id: UUID
    department_id: UUID | None
    number: int
    document_number: str
    of_invoice_id: UUID
    of_number: int
    gross_cents: int
    issued_on: Day
    channel: Channel = "mail"
    shares: list[ProcessShare] = []
    withdrawn: bool = False
