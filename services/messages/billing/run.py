"""The invoicing of a month."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from services.messages.billing.holding import HoldReason
from services.messages.billing.invoice import DocumentFormat
from services.messages.directory import Grouping, ReferenceField
from services.messages.envelope import Command, Query, Reply
from services.messages.values import Day, Period, Utc, Viewer


class BillingPlan(Reply):
    """run_at: when the invoices of `period` are due to be made, on the next month's first banking day."""

    period: str
    run_at: datetime


class PlanBilling(Command[BillingPlan]):
    """Which month is invoiced next, and when, seen from as_of."""

    as_of: Utc


class BillingReport(Reply):
    """issued: by this asking. remaining: processes of the period that still wait for theirs.

    held: processes whose invoice cannot be made yet, of whom this asking found out.
    """

    period: str
    issued: int
    total_cents: int
    remaining: int
    held: int = 0


class RunBilling(Command[BillingReport]):
    """An invoice per process for all items of the period and before that are on none, of a month that is done only for
    its own. Asked twice: nothing more.

    ordered_by: whoever pressed, and so let the month go; none of the month's own run, which makes nothing of a month
    that waits for a word, and of what is left of one that was ordered.
    goes_on: what is left of one that was asked for just now; whose invoice is held is not looked up once more. The
    console goes on so without naming anybody, with a month that somebody has ordered there.
    Refuses: not_yours_to_decide, period_still_open, seller_missing.
    """

    period: Period
    ordered_by: UUID | None = None
    goes_on: bool = False
    as_of: Utc


RunObstacle = Literal["period_still_open", "seller_missing", "completed"]


class RunCard(Reply):
    """One month. completed_at: none while it is not done.

    waiting: billable items that its run would take now, as `ListDraftItems` of the month lists them; earlier: of them,
    those of the months before, which a month that is done takes none of.
    obstacle: why it cannot be run now; none: it can. waits_since: it was due then, and has nobody's word yet.
    approved_by, approved_at: who pressed first, and when; none of a month that ran by itself.
    """

    period: str
    invoices: int
    net_cents: int
    vat_cents: int
    gross_cents: int
    waiting: int
    earlier: int = 0
    completed_at: datetime | None
    obstacle: RunObstacle | None = None
    waits_since: Utc | None = None
    approved_by: UUID | None = None
    approved_at: Utc | None = None


class RunList(Reply):
    """not_held_against: formats whose schema is not where the platform runs; their documents are made all the same."""

    runs: list[RunCard]
    not_held_against: list[DocumentFormat] = []


class ListRuns(Query[RunList]):
    """The newest month first; empty for all but those of the provider who see prices."""

    viewer: Viewer


class PreviewedCustomer(Reply):
    """What a run would take of one customer, or of one department of it, VAT excluded.

    obstacle: why it would hold all of it instead. free_lines: with a price of nothing. disputed_lines: those that it
    leaves out until they are decided. grouping: of what there is one invoice. empty_invoices: those that come to
    nothing or less, and are held. held_cents: of net_cents, what is not invoiced for one of these reasons.
    references: of the obstacle, which are missing or do not fit.
    """

    organisation_id: UUID
    department_id: UUID | None
    name: str
    processes: int
    lines: int
    net_cents: int
    obstacle: HoldReason | None
    free_lines: int
    disputed_lines: int
    grouping: Grouping = "process"
    empty_invoices: int = 0
    held_cents: int = 0
    references: list[ReferenceField] = []


class RunPreview(Reply):
    """customers: as many as one answer holds. count, net_cents, held_cents: of all of them."""

    customers: list[PreviewedCustomer]
    count: int = 0
    net_cents: int = 0
    held_cents: int = 0


class PreviewRun(Query[RunPreview]):
    """The largest sums first; empty for all but those of the provider who see prices.

    What is held already stands elsewhere.
    """

    viewer: Viewer
    period: Period


class DeferredProcess(Reply):
    """What waits of a process whose customer is invoiced at the end, VAT excluded. ends_on: its last day as it is known
    by now; it is invoiced with the month of that.
    """

    process_id: UUID
    lines: int
    net_cents: int
    ends_on: Day


class DeferredProcesses(Reply):
    """count, net_cents: of all of them, also of those for whom there is no room."""

    processes: list[DeferredProcess]
    count: int = 0
    net_cents: int = 0


class ListDeferred(Query[DeferredProcesses]):
    """What a month's run leaves to the end of contracts, of that month and before: those that end first stand first.

    Empty for all but those of the provider who see prices.
    """

    viewer: Viewer
    period: Period
