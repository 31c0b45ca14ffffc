"""Billable items: one for each session that was recorded, with what it costs by the terms of its day."""

from datetime import date
from typing import Any, cast
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.billing.items import terms
from services.billing.items.cancellation import Canceller, Notice, Outcome, percent_for
from services.billing.items.lines import Item, LineCode, line_for
from services.billing.tables import BillableItem, DatedTerms
from services.messages.billing import ItemKind
from services.messages.sessions import SessionCancelled, SessionHeld, SessionNotAttended
from services.runtime.refusal import Refusal

Recorded = SessionHeld | SessionCancelled | SessionNotAttended

LINE_CODES: dict[str, LineCode] = {
    "held": "session_held",
    "cancelled": "session_cancelled_late",
    "no_show": "session_no_show",
}


KINDS: dict[LineCode, ItemKind] = {
    "session_held": "held",
    "session_cancelled_late": "late_cancelled",
    "session_no_show": "no_show",
}
"""The lines' codes as the messages say them."""


async def record(db: AsyncSession, event: Recorded, outcome: Outcome, notice: Notice | None = None) -> None:
    """Keeps the session's item, also when it costs nothing, so that none is lost. Natural key: the session.

    Refuses: "session_recorded_otherwise" and what an invoice line would refuse, so that it is seen at once.
    Raises TermsNotKnownYet.
    Next: workflows/billing/run.py:BillingRun.run
    """
    if known := await db.get(BillableItem, event.session_id):
        if known.outcome != outcome:
            raise Refusal("session_recorded_otherwise", "session_id")
        return
    facts = event.model_dump(include={"session_id", "process_id", "number", "performed_on", "minutes"})
    item = BillableItem(**facts, outcome=outcome, **_notice_columns(notice))
    _price(item, await terms.in_force(db, item.process_id, item.performed_on, item.minutes))
    db.add(item)
    await db.flush()


async def price_again(db: AsyncSession, process_id: UUID, since: date) -> None:
    """After a new version of the contract: what it covers and is on no invoice yet costs what it says.

    So the rows are the same whether the contract or the session was heard of first.
    """
    waiting = (
        select(BillableItem)
        .where(
            BillableItem.process_id == process_id,
            BillableItem.performed_on >= since,
            col(BillableItem.invoice_id).is_(None),
        )
        .with_for_update()
    )
    for item in await db.exec(waiting):
        _price(item, await terms.in_force(db, process_id, item.performed_on, item.minutes))
    await db.flush()


def waiting() -> sa.ColumnElement[bool]:
    """Billable, and on no invoice yet."""
    return (col(BillableItem.percent) > 0) & col(BillableItem.invoice_id).is_(None)


def as_item(row: BillableItem) -> Item:
    """The row as the rules of invoicing see it."""
    return Item(
        item_id=str(row.session_id),
        session_number=row.number,
        performed_on=row.performed_on,
        code=LINE_CODES[row.outcome],
        minutes=row.minutes,
        unit_price_cents=row.price_cents,
        percent=row.percent,
        vat_category=row.vat_category,
    )


def _price(item: BillableItem, holding: DatedTerms) -> None:
    item.terms_version = holding.version
    item.price_cents = holding.price_cents
    item.vat_category = holding.vat_category
    outcome = cast(Outcome, item.outcome)
    item.percent = percent_for(outcome, _notice_of(item), terms.cancellation_of(holding))
    if item.percent:
        line_for(as_item(item))


def _notice_columns(notice: Notice | None) -> dict[str, Any]:
    if notice is None:
        return {}
    return {
        "cancelled_by": notice.cancelled_by,
        "notice_hours": notice.hours,
        "notice_working_days": notice.working_days,
    }


def _notice_of(item: BillableItem) -> Notice | None:
    if item.cancelled_by is None or item.notice_hours is None or item.notice_working_days is None:
        return None
    return Notice(cast(Canceller, item.cancelled_by), item.notice_hours, item.notice_working_days)
