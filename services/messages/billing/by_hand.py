"""What finance has billed by hand: a month of a process whose invoice is held, with their own number or a reason."""

from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, BeforeValidator, Field

from services.messages.envelope import Command, Done, Event, Query, Reply
from services.messages.printing import printed
from services.messages.texts import in_one_line, written
from services.messages.values import Day, Period, Utc, Viewer

OwnNumber = Annotated[str, Field(max_length=40), BeforeValidator(in_one_line), AfterValidator(printed)]
"""Of an invoice that was made elsewhere, as its maker counts, in digits of ours; empty: there is none."""
WaitingCents = Annotated[int, Field(ge=-100_000_000, le=100_000_000)]
"""Below zero where a correction takes off more than there is."""
WhyByHand = Annotated[str, Field(max_length=500), BeforeValidator(written)]


class BillByHand(Command[Done]):
    """Everything of the month that waits of this process was billed elsewhere, or will never be: no run takes it.

    bill_id: given to the form, so that the same sent twice is one. waiting_cents: what was looked at, VAT excluded.
    Refuses: not_yours_to_decide, number_or_reason_missing, period_still_open, not_held, waiting_changed,
    already_billed (the same bill_id said otherwise), bill_taken_back (it is, by now).
    """

    bill_id: UUID
    process_id: UUID
    period: Period
    number: OwnNumber = ""
    reason: WhyByHand = ""
    waiting_cents: WaitingCents
    billed_by: UUID
    as_of: Utc


class TakeBackBill(Command[Done]):
    """It was not billed after all: what it covered waits again. Once; the same again is nothing more.

    Refuses: not_yours_to_decide, unknown_bill, bill_too_old.
    """

    bill_id: UUID
    taken_back_by: UUID
    as_of: Utc


class HandBillCard(Reply):
    """net_cents: VAT excluded. items: how many sessions and the like. can_be_taken_back_until: the last day on
    which it can.

    taken_back_at, taken_back_by: none while it holds. not_owed_cents: of net_cents, what a private person does not owe
    since they withdrew from the contract; finance credits it where it was billed.
    """

    bill_id: UUID
    process_id: UUID
    organisation_id: UUID
    department_id: UUID | None
    organisation_name: str
    period: str
    number: str
    reason: str
    net_cents: int
    items: int
    billed_by: UUID
    billed_at: Utc
    can_be_taken_back_until: Day
    taken_back_by: UUID | None
    taken_back_at: Utc | None
    not_owed_cents: int = 0


class HandBills(Reply):
    """The latest first, 200 at most; count: of all of them."""

    bills: list[HandBillCard]
    count: int


class ListHandBills(Query[HandBills]):
    """Also those that were taken back; empty for all but those of the provider who see prices."""

    viewer: Viewer
    process_id: UUID | None = None


class BilledByHand(Event):
    """held_since: of what else of the process is held; none: nothing is, by now."""

    process_id: UUID
    bill_id: UUID
    period: Period
    net_cents: int
    items: int
    billed_by: UUID
    billed_at: Utc
    held_since: Utc | None


class BillTakenBack(Event):
    """held_since: since when its items are held; the next run looks whether its invoice can be made by now."""

    process_id: UUID
    bill_id: UUID
    period: Period
    net_cents: int
    taken_back_by: UUID
    taken_back_at: Utc
    held_since: Utc


class HandBillNotOwed(Event):
    """A private person has withdrawn from the contract, and does not owe net_cents of it, VAT excluded."""

    process_id: UUID
    bill_id: UUID
    period: Period
    net_cents: int
    found_at: Utc
