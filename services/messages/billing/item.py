"""Billable items before they are invoiced, and what a cancellation would cost."""

from decimal import Decimal
from enum import StrEnum
from typing import Literal
from uuid import UUID

from services.messages.envelope import Event, Query, Reply
from services.messages.values import (
    CancellationTier,
    Cents,
    Day,
    Minutes,
    NoticeDays,
    NoticeHours,
    Percent,
    Period,
    Utc,
    Viewer,
)


class ItemKind(StrEnum):
    """What happened that may be charged. A cancellation in time is one of 0 %, and comes on no invoice.

    late_moved: the time that was given up with less notice than was owed; the session itself is charged besides.
    trial_credit: what was paid for the trial is taken off the contract's invoices.
    travel, travel_time, material, fixed_fee, correction: come of no session, see `EnterItem`.
    """

    HELD = "held"
    CANCELLED = "cancelled"
    NO_SHOW = "no_show"
    LATE_MOVED = "late_moved"
    TRIAL_CREDIT = "trial_credit"
    TRAVEL = "travel"
    TRAVEL_TIME = "travel_time"
    MATERIAL = "material"
    FIXED_FEE = "fixed_fee"
    CORRECTION = "correction"


ENTERED_KINDS = frozenset(
    {ItemKind.TRAVEL, ItemKind.TRAVEL_TIME, ItemKind.MATERIAL, ItemKind.FIXED_FEE, ItemKind.CORRECTION}
)
"""They come of no session."""


PartOf = int | Decimal
"""Percent of a price: whole, but for what decided disputes have left of it."""


class LateChangeCharged(Event):
    """A session was called off or moved with less notice than was owed. kind: cancelled, late_moved.

    by: whose side did it, also by a pause; end_at_once: it fell with an end without notice, which is confirmed.
    performed_on: the day that was given up. percent: of the session's price; net_cents: what that is, VAT excluded.
    consumer_cents: net_cents with VAT, of a private person.
    """

    process_id: UUID
    session_id: UUID
    kind: ItemKind
    number: int
    performed_on: Day
    percent: Percent
    net_cents: Cents
    trial: bool = False
    by: Literal["supervisee", "commissioner", "end_at_once"] = "supervisee"
    consumer_cents: Cents | None = None


class SessionCharged(Event):
    """What a session costs to which nobody came, or that is recorded otherwise than before.

    kind: what became of it. minutes: what is charged; none for what is not measured in time. percent: of that price;
    net_cents: what it comes to, VAT excluded. former, former_cents: as what and at what it was recorded before; none
    where it was not. consumer_cents, former_consumer_cents: the same with VAT, of a private person. told_at,
    former_told_at, cancelled_by, former_cancelled_by: of what was called off, now and before, as of RecordCorrected.
    """

    process_id: UUID
    session_id: UUID
    kind: ItemKind
    number: int
    performed_on: Day
    minutes: int | None
    percent: Percent
    net_cents: Cents
    former: ItemKind | None = None
    former_cents: Cents | None = None
    trial: bool = False
    consumer_cents: Cents | None = None
    former_consumer_cents: Cents | None = None
    told_at: Utc | None = None
    former_told_at: Utc | None = None
    cancelled_by: Literal["supervisee", "commissioner", "supervisor"] | None = None
    former_cancelled_by: Literal["supervisee", "commissioner", "supervisor"] | None = None


class DraftItem(Reply):
    """What waits for an invoice. price_cents: the whole price; net_cents: after the percent, VAT excluded.

    session_id, number: none for what came of no session. minutes: none for what is not measured in time. trial: number
    counts those before the contract. consumer_cents: net_cents with VAT, of a private person.
    """

    item_id: UUID
    session_id: UUID | None
    process_id: UUID
    organisation_id: UUID
    number: int | None
    performed_on: Day
    kind: ItemKind
    minutes: int | None
    price_cents: int
    percent: PartOf
    net_cents: int
    department_id: UUID | None = None
    trial: bool = False
    consumer_cents: int | None = None


class DraftItems(Reply):
    """The oldest first, at most 2000; count and total_cents (VAT excluded) are of all of them."""

    items: list[DraftItem]
    count: int
    total_cents: int


class ListDraftItems(Query[DraftItems]):
    """Billable items on no invoice yet, but for what a supervisor has reported and nobody has accepted.

    period: those that the run of that month would take.
    held: instead those of that month that wait because their process's invoice is held, and nothing is mended yet.
    unconfirmed: those alone that an end at once has called off, while no coordinator has confirmed that.
    All of them for finance and coordinators, their organisation's for commissioners and payers, else none.
    """

    viewer: Viewer
    process_id: UUID | None = None
    period: Period | None = None
    held: bool = False
    unconfirmed: bool = False


class CancellationQuote(Reply):
    """net_cents: what would be charged, VAT excluded; none for roles that see no prices. consumer_cents: of a
    private person, with VAT.

    tiers: the contract's own, of the latest notice that a tier asks for first.
    """

    percent: int
    net_cents: int | None
    consumer_cents: int | None = None
    tiers: list[CancellationTier]


class QuoteCancellation(Query[CancellationQuote]):
    """What cancelling would cost, of what `sessions` says in CancellationPreview; nothing is kept.

    cancelled_by: end_at_once: the supervisees end the contract without notice, and a coordinator says that it is paid.

    Refuses: unknown_process (also for those out of whose reach it is), terms_not_known (no price for this length
    on this day).
    """

    process_id: UUID
    performed_on: Day
    minutes: Minutes
    cancelled_by: Literal["supervisee", "commissioner", "supervisor", "end_at_once"]
    notice_hours: NoticeHours
    notice_working_days: NoticeDays
    trial: bool = False
    viewer: Viewer


class ConsumerPrice(Reply):
    """cents: with VAT, as a price to a private person is told. percent: the rate of that."""

    cents: int
    percent: Decimal = Decimal(0)


class ShowConsumerPrice(Query[ConsumerPrice]):
    """Of one session that costs so much without VAT, on that day. Refuses: vat_rate_missing."""

    price_cents: Cents
    on: Day
