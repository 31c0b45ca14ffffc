"""A line, or what is to become one, that somebody does not accept: opened, held meanwhile, and decided by finance."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from services.messages.billing.item import ItemKind
from services.messages.envelope import Command, Done, Event, ListPart, Query, Reply
from services.messages.values import Day, LongText, Percent, Utc, Viewer

MOST_DISPUTED = 50
DisputedCents = Annotated[int, Field(ge=-1_000_000_000, le=1_000_000_000)]

DisputeClaim = Literal["not_held", "wrong_kind", "wrong_price", "quality"]
DisputeOutcome = Literal["upheld", "rejected"]
GrantedBy = Literal["correction", "let_go", "withdrawal"]
"""What took the charge away without a decision: the record was corrected, finance charges nobody for it, or a private
person has withdrawn from the contract.
"""
OF_A_RECORD: tuple[DisputeClaim, ...] = ("not_held", "wrong_kind")
"""What says that a session was recorded otherwise than it was: its supervisor hears of these."""


class OpenDispute(Command[Done]):
    """Of a process's items: by who acts or pays for the customer, on an invoice as long as was promised to the
    process; by a supervisee, of what is on none yet; by who has left, of their own days' sessions. No run takes those
    items until it is decided; an invoice stays as it was issued.

    dispute_id: given to the form, so that the same sent twice is one. words: for finance, and stay with billing.
    Refuses: unknown_item, not_yours_to_decide, already_disputed (also by this id, otherwise), nothing_to_dispute (it
    costs nothing), billed_by_hand, dispute_too_late.
    """

    dispute_id: UUID
    process_id: UUID
    item_ids: Annotated[list[UUID], Field(min_length=1, max_length=MOST_DISPUTED)]
    claim: DisputeClaim
    words: LongText = ""
    opened_by: UUID
    as_of: Utc


class DenySession(Command[Done]):
    """A supervisee's word that nobody came to it. Where its supervisor says, or has said, that it was held, a dispute
    opens by itself; the supervisor's word stands meanwhile, and is not invoiced. Each member's own word is kept; who
    has left may say it of the sessions of their own days.

    Refuses: unknown_process, not_yours_to_decide, already_invoiced, already_denied (in other words).
    """

    process_id: UUID
    session_id: UUID
    words: LongText = ""
    denied_by: UUID
    as_of: Utc


class SessionItem(Reply):
    session_id: UUID
    item_id: UUID


class InvoicedSessions(Reply):
    """session_ids: of which DenySession comes too late. open_items: what a session's record charges and is on no
    invoice and in no dispute, so that a supervisee may still dispute it; one of a session.
    """

    session_ids: list[UUID]
    open_items: list[SessionItem] = []


class ListInvoicedSessions(Query[InvoicedSessions]):
    """To its supervisees alone; to who has left, with the open items of their own days. Refuses: unknown_process."""

    process_id: UUID
    viewer: Viewer


class ResolveDispute(Command[Done]):
    """By finance. upheld: so many percent of what it costs are not owed; what is on no invoice yet comes on the next
    run's at what is left, once. What was invoiced is credited by a document of its own. seen_cents: what its items cost
    as they were looked at, VAT excluded; none where nobody looked.

    Refuses: unknown_dispute, not_yours_to_decide, already_resolved (otherwise), cost_changed (otherwise than seen),
    ground_missing, percent_missing, percent_of_nothing (not upheld), credited_too_much (credit notes have taken back
    more already), seller_missing.
    """

    dispute_id: UUID
    outcome: DisputeOutcome
    percent: Annotated[int, Field(ge=1, le=100)] | None = None
    ground: LongText
    seen_cents: DisputedCents | None = None
    resolved_by: UUID
    as_of: Utc


class DisputedItemShown(Reply):
    """net_cents: VAT excluded, as it is charged now; 0 to who sees no prices. invoice_number: none where it is on no
    invoice. kind, performed_on: as it is recorded now. charged_minutes: none for what is not measured in time, and to
    who sees no prices.
    """

    item_id: UUID
    session_id: UUID | None
    number: int | None
    net_cents: int
    invoice_number: int | None
    kind: ItemKind | None = None
    performed_on: Day | None = None
    charged_minutes: int | None = None
    trial: bool = False


class DisputeCard(Reply):
    """opened_by: whose word it is. by_itself: by two words about one session. to_third_party: nobody's yet.

    words, ground: to those who decide, who opened it, and who sees the invoice. others: the words of each other member
    who says the same of the session, which may be none; to who opened it, nobody's. prices_hidden: of its items.
    granted_by: upheld, since nothing of it is charged any more; none where finance decided. corrected_at: when the
    record was last corrected while it waited.
    """

    dispute_id: UUID
    process_id: UUID
    organisation_id: UUID
    claim: DisputeClaim
    by_itself: bool
    items: list[DisputedItemShown]
    words: str
    others: list[str] = []
    opened_by: UUID
    opened_at: Utc
    outcome: DisputeOutcome | None = None
    percent: Percent | None = None
    granted_by: GrantedBy | None = None
    corrected_at: Utc | None = None
    ground: str = ""
    resolved_at: Utc | None = None
    may_resolve: bool = False
    prices_hidden: bool = False


class DisputeList(ListPart):
    """count: of all of them."""

    disputes: list[DisputeCard]
    count: int = 0


class ListDisputes(Query[DisputeList]):
    """Those that wait first, the oldest before. All for finance and coordinators; of their organisation for those who
    see its invoices; a supervisee's own. process_id: none for every process. open_alone: without what was decided.
    invoice_id: those alone of which something is on it.
    """

    viewer: Viewer
    process_id: UUID | None = None
    open_alone: bool = False
    invoice_id: UUID | None = None


class DisputedSession(Reply):
    """performed_on: its day."""

    session_id: UUID
    number: int
    performed_on: Day
    trial: bool = False


class DisputeOpened(Event):
    """items: how many; invoice_number: the first that one of them is on. open_since: the oldest that waits now;
    decide_by: until when finance is to have decided that one. session: the one, where all of them are of one.
    """

    process_id: UUID
    dispute_id: UUID
    claim: DisputeClaim
    items: int
    invoice_number: int | None
    by_itself: bool
    opened_by: UUID
    opened_at: Utc
    open_since: Utc
    decide_by: Utc | None = None
    session: DisputedSession | None = None


class DisputeResolved(Event):
    """open_since, decide_by: as of DisputeOpened; none where no other waits. opened_by: whoever is told besides the
    customer. session: as of DisputeOpened. granted_by: as of DisputeCard; corrected: the record was corrected while it
    waited.
    """

    process_id: UUID
    dispute_id: UUID
    outcome: DisputeOutcome
    percent: Percent | None
    opened_by: UUID
    resolved_at: Utc
    open_since: Utc | None
    decide_by: Utc | None = None
    session: DisputedSession | None = None
    granted_by: GrantedBy | None = None
    corrected: bool = False
