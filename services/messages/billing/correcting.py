"""What became of a session is about to be recorded otherwise."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.messages.billing.dispute import DisputeOutcome, GrantedBy
from services.messages.envelope import Command, Done, Query, Reply
from services.messages.values import Day, Minutes, Percent, Utc, Viewer


class HoldItem(Command[Done]):
    """No run takes what the session costs until its correction is heard; one that comes to nothing is let go.

    revision: of the correction. Refuses: already_invoiced.
    """

    session_id: UUID
    revision: Annotated[int, Field(ge=1, le=10_000)]
    as_of: Utc


class RecordDispute(Reply):
    """Somebody does not accept what was recorded. outcome, resolved_at: none while it waits for finance; percent: of
    what it costs is not owed; granted_by: as of DisputeCard. Never whose word it is, nor the words.
    """

    opened_at: Utc
    outcome: DisputeOutcome | None = None
    percent: Percent | None = None
    granted_by: GrantedBy | None = None
    resolved_at: Utc | None = None


class RecordCharge(Reply):
    """no_show_percent: of its price, by the contract of its day; none where there is no price for it. no_show_cents:
    that, VAT excluded; to who sees prices. settled: what it costs is on an invoice, or paid otherwise, so that its
    record stands. invoice_number: the one that it is on; to who sees invoices. dispute: the newest about its record,
    which is none about its price or its quality; to who may record it, and who sees all disputes.
    """

    no_show_percent: Percent | None = None
    no_show_cents: int | None = None
    settled: bool = False
    invoice_number: int | None = None
    dispute: RecordDispute | None = None


class ShowRecordCharge(Query[RecordCharge]):
    """What the record of a session comes to, before it is said, or said otherwise; nothing is kept.

    Refuses: unknown_process (also for those out of whose reach the process is, and that day of it).
    """

    process_id: UUID
    session_id: UUID
    performed_on: Day
    minutes: Minutes
    trial: bool = False
    viewer: Viewer
