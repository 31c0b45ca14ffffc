"""The rows of disputes: which items are held by one, which wait, and the fact that there is another."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.billing.items.terms import TRIAL, latest, promises_of
from services.billing.tables import BillableItem, Dispute, DisputedItem, Invoice, InvoiceLine
from services.messages.billing import OF_A_RECORD, DisputedSession, DisputeOpened, ItemKind, OpenDispute
from services.runtime.commands.refusal import Refusal
from services.runtime.events.announcing import announce
from services.runtime.finland import working_days_after
from services.runtime.storage.database import among


def is_held() -> sa.ColumnElement[bool]:
    """Of an item: that a dispute about it waits for its decision."""
    return sa.exists().where(col(DisputedItem.item_id) == BillableItem.item_id, col(DisputedItem.is_open))


async def is_open(db: AsyncSession, item_id: UUID) -> bool:
    mine = select(DisputedItem.item_id).where(DisputedItem.item_id == item_id, col(DisputedItem.is_open))
    return (await db.exec(mine)).first() is not None


async def check_same(db: AsyncSession, known: Dispute, order: OpenDispute) -> None:
    """What comes twice says the same. Refuses: already_disputed."""
    said = ("process_id", "claim", "words", "opened_by")
    theirs = select(DisputedItem.item_id).where(DisputedItem.dispute_id == known.dispute_id)
    same = set(await db.exec(theirs)) == set(order.item_ids)
    if not same or any(getattr(known, name) != getattr(order, name) for name in said):
        raise Refusal("already_disputed", "dispute_id", "was opened with other words or about something else")


async def keep(db: AsyncSession, facts: dict[str, Any], item_ids: Sequence[UUID]) -> None:
    """facts: of the row. Refuses: already_disputed."""
    disputed = col(DisputedItem.item_id).in_(sa.select(_ids(item_ids)))
    if (await db.exec(select(DisputedItem.item_id).where(disputed, col(DisputedItem.is_open)))).first():
        raise Refusal("already_disputed", "item_ids")
    row = Dispute(**facts)
    db.add(row)
    await db.flush()
    for item_id in item_ids:
        db.add(DisputedItem(item_id=item_id, dispute_id=row.dispute_id))
    await db.flush()
    on_invoice = (await invoice_numbers(db, item_ids)).values()
    told = row.model_dump(include=set(DisputeOpened.model_fields))
    counted: dict[str, Any] = {"items": len(item_ids), "invoice_number": min(on_invoice, default=None)}
    counted |= {"session": await session_of(db, row.dispute_id)}
    await announce(db, DisputeOpened.model_validate(told | counted | await waiting(db, row.process_id)))


async def session_of(db: AsyncSession, dispute_id: UUID) -> DisputedSession | None:
    """None where it is about several, or about what came of no session."""
    mine = select(BillableItem).join(DisputedItem, col(DisputedItem.item_id) == BillableItem.item_id)
    items = (await db.exec(mine.where(DisputedItem.dispute_id == dispute_id))).all()
    if len({item.session_id for item in items}) > 1 or items[0].session_id is None:
        return None
    facts = items[0].model_dump(include={"session_id", "performed_on"})
    trial = items[0].terms_version == TRIAL
    return DisputedSession(**facts, number=items[0].session_number, trial=trial)


async def about_record(db: AsyncSession, process_id: UUID, session_id: UUID) -> Dispute | None:
    """The newest that says that what became of the session was recorded otherwise than it was."""
    of_session = (
        select(Dispute)
        .join(DisputedItem, col(DisputedItem.dispute_id) == Dispute.dispute_id)
        .join(BillableItem, col(BillableItem.item_id) == DisputedItem.item_id)
        .where(
            Dispute.process_id == process_id,
            BillableItem.session_id == session_id,
            BillableItem.kind != ItemKind.LATE_MOVED,
            among(Dispute.claim, OF_A_RECORD),
        )
    )
    return (await db.exec(of_session.order_by(col(Dispute.opened_at).desc()).limit(1))).first()


async def waiting(db: AsyncSession, process_id: UUID) -> dict[str, datetime | None]:
    """Of the process's oldest that waits: since when, and until when it is to be decided; none where none does."""
    since, terms = await open_since(db, process_id), await latest(db, process_id)
    days = promises_of(terms).dispute_decision_working_days if terms else 0
    return {"open_since": since, "decide_by": working_days_after(since, days) if since else None}


async def open_since(db: AsyncSession, process_id: UUID) -> datetime | None:
    """Since when the oldest of the process waits."""
    waiting = col(Dispute.outcome).is_(None)
    oldest = select(sa.func.min(col(Dispute.opened_at))).where(Dispute.process_id == process_id, waiting)
    return (await db.exec(oldest)).one()


async def invoice_numbers(
    db: AsyncSession, item_ids: Sequence[UUID], *, also_credited: bool = False
) -> dict[UUID, int]:
    """By item, of those on an invoice; also_credited: or on one of which nothing is left of them."""
    is_live = col(InvoiceLine.credited_by).is_(None)
    of_items = (
        select(InvoiceLine.item_id, Invoice.number)
        .join(Invoice, col(Invoice.invoice_id) == InvoiceLine.invoice_id)
        .where(
            col(InvoiceLine.item_id).in_(sa.select(_ids(item_ids))), sa.true() if also_credited else is_live
        )
        .order_by(is_live)
    )
    return dict((await db.exec(of_items)).all())


def _ids(item_ids: Sequence[UUID]) -> Any:
    return sa.func.unnest(sa.literal(list(item_ids), sa.ARRAY(sa.Uuid)))
