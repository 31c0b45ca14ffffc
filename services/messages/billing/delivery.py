"""How issued documents reach their customers: what was tried, what came of it, and sending one again."""

from typing import Literal
from uuid import UUID

from services.messages.billing.delivery_status import DeliveryFault, DeliveryStatus
from services.messages.billing.invoice import InvoiceKind
from services.messages.envelope import Command, Done, Event, Query, Reply
from services.messages.values import Channel, Day, Utc, Viewer

MailFault = Literal["no_such_address", "mail_refused", "mail_not_written"]

AttemptOutcome = Literal["mailed", "sent", "taken", "refused", "failed"]


class DeliveryAttemptShown(Reply):
    """outcome: none while it is in hand. message_id: the same for each try of the same message."""

    channel: Channel
    message_id: UUID
    begun_at: Utc
    outcome: AttemptOutcome | None
    reason: DeliveryFault | None


class DeliveryShown(Reply):
    """reason: of the last that went wrong. next_try_at: none where nothing is tried by itself.
    message_id: of the one in hand, or that was sent last.
    """

    invoice_id: UUID
    kind: InvoiceKind
    number: int
    document_number: str
    organisation_id: UUID
    organisation_name: str
    gross_cents: int
    issued_on: Day
    status: DeliveryStatus
    reason: DeliveryFault | None
    channel: Channel | None
    next_try_at: Utc | None
    changed_at: Utc
    message_id: UUID | None = None
    attempts: list[DeliveryAttemptShown] = []


class ShowDelivery(Query[DeliveryShown]):
    """For those of the provider who see prices. Refuses: unknown_invoice - also for those who may not see it."""

    invoice_id: UUID
    viewer: Viewer


class DeliveryList(Reply):
    """more: there are more than one answer holds. count: of all of them."""

    deliveries: list[DeliveryShown]
    more: bool = False
    count: int = 0


class ListDeliveries(Query[DeliveryList]):
    """The last that changed first, without what was tried; empty for all but those of the provider who see prices."""

    viewer: Viewer
    status: DeliveryStatus | None = None


class SendInvoiceAgain(Command[Done]):
    """As another message, by the customer's channels of today; channel: by this one alone.

    message_id: given to the form, so that the same sent twice is one.
    Refuses: not_yours_to_decide, unknown_invoice, still_on_its_way (it is tried by itself).
    """

    invoice_id: UUID
    message_id: UUID
    channel: Channel | None = None
    sent_by: UUID
    as_of: Utc


class TellMailRefused(Command[Done]):
    """Those who send mail have given a document's mail up: the next channel has its turn, or finance is asked.

    Nothing happens where another message is in hand by now. Refuses: nothing.
    """

    invoice_id: UUID
    message_id: UUID
    reason: MailFault
    as_of: Utc


class MarkCameBack(Command[Done]):
    """What was sent has come back: a mail by another one, or an operator's refusal by other means. The next channel has
    its turn, or finance is asked.

    message_id: of what came back; nothing happens where another is in hand by now, or it was not sent yet.
    Refuses: not_yours_to_decide, unknown_invoice.
    """

    invoice_id: UUID
    message_id: UUID
    recorded_by: UUID
    as_of: Utc


class InvoiceSentOtherwise(Event):
    """A document goes out as another message: over the next channel, or because finance sends it again.

    of_number: of a credit note, the invoice that it corrects. reference: none where nothing is to be paid. process_ids:
    of a collective document.
    """

    process_id: UUID
    invoice_id: UUID
    organisation_id: UUID
    department_id: UUID | None
    message_id: UUID
    channel: Channel
    kind: InvoiceKind
    number: int
    document_number: str
    of_number: int | None
    reference: str | None
    gross_cents: int
    due_on: Day
    process_ids: list[UUID] = []
