"""Disputes as they are shown: to those who decide, to those who see the invoice, and to who opened one."""

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.billing.disputes import rows
from services.billing.invoices.holding import net_cents
from services.billing.items.terms import TRIAL
from services.billing.tables import BillableItem, Denial, Dispute, DisputedItem, InvoiceLine
from services.messages import billing as messages
from services.messages.billing import ItemKind
from services.messages.policy import scope
from services.messages.values import Viewer
from services.runtime.commands.sizes import fitting
from services.runtime.policy import Owners, may, seen_rows
from services.runtime.storage.database import among, counted

MOST = 500
_OWNERS = Owners(organisation_id=col(Dispute.organisation_id), department_id=col(Dispute.department_id))


async def list_disputes(db: AsyncSession, query: messages.ListDisputes) -> messages.DisputeList:
    wanted = select(Dispute).where(_seen(query.viewer))
    if query.process_id:
        wanted = wanted.where(Dispute.process_id == query.process_id)
    if query.invoice_id:
        wanted = wanted.where(_is_about(query.invoice_id))
    if query.open_alone:
        wanted = wanted.where(col(Dispute.outcome).is_(None))
    decided_last = wanted.order_by(col(Dispute.outcome).is_not(None), col(Dispute.opened_at)).limit(MOST)
    found = (await db.exec(decided_last)).all()
    items = await _items(db, found)
    own = scope(query.viewer.role, "disputes") == "own"
    others = {} if own else await _said_by_others(db, found, items)
    shown = [
        _card(one, items.get(one.dispute_id, []), others.get(one.dispute_id, []), query.viewer)
        for one in found
    ]
    return messages.DisputeList(disputes=fitting(shown), count=await counted(db, decided_last))


def _is_about(invoice_id: UUID) -> sa.ColumnElement[bool]:
    return sa.exists().where(
        col(DisputedItem.dispute_id) == Dispute.dispute_id,
        col(DisputedItem.item_id) == InvoiceLine.item_id,
        col(InvoiceLine.invoice_id) == invoice_id,
    )


async def _said_by_others(
    db: AsyncSession, disputes: Sequence[Dispute], items: dict[UUID, list[messages.DisputedItemShown]]
) -> dict[UUID, list[str]]:
    """By dispute, the words of each other member who denies the session."""
    of_session = {
        item.session_id: one
        for one in disputes
        if one.by_itself
        for item in items.get(one.dispute_id, [])
        if item.session_id
    }
    denials = select(Denial).where(among(Denial.session_id, of_session), col(Denial.disputed))
    said: dict[UUID, list[str]] = {}
    for denial in await db.exec(denials.order_by(col(Denial.denied_at))):
        dispute = of_session[denial.session_id]
        if denial.denied_by != dispute.opened_by:
            said.setdefault(dispute.dispute_id, []).append(denial.words)
    return said


def _seen(viewer: Viewer) -> sa.ColumnElement[bool]:
    if scope(viewer.role, "disputes") == "own":
        return col(Dispute.opened_by) == viewer.person_id
    return seen_rows(viewer, "disputes", _OWNERS)


async def _items(
    db: AsyncSession, disputes: Sequence[Dispute]
) -> dict[UUID, list[messages.DisputedItemShown]]:
    theirs = (
        select(DisputedItem.dispute_id, BillableItem)
        .join(BillableItem, col(BillableItem.item_id) == DisputedItem.item_id)
        .where(among(DisputedItem.dispute_id, [one.dispute_id for one in disputes]))
        .order_by(col(BillableItem.performed_on))
    )
    found = (await db.exec(theirs)).all()
    numbers = await rows.invoice_numbers(db, [item.item_id for _dispute, item in found], also_credited=True)
    shown: dict[UUID, list[messages.DisputedItemShown]] = {}
    for dispute_id, item in found:
        one = messages.DisputedItemShown(
            item_id=item.item_id,
            session_id=item.session_id,
            number=item.session_number,
            net_cents=net_cents(item),
            invoice_number=numbers.get(item.item_id),
            kind=ItemKind(item.kind),
            performed_on=item.performed_on,
            charged_minutes=item.charged_minutes,
            trial=item.terms_version == TRIAL,
        )
        shown.setdefault(dispute_id, []).append(one)
    return shown


def _card(
    row: Dispute, items: list[messages.DisputedItemShown], others: list[str], viewer: Viewer
) -> messages.DisputeCard:
    decides = row.outcome is None and may(viewer.role, "resolve_dispute")
    hidden = scope(viewer.role, "prices_and_invoices") == "no"
    if hidden:
        items = [one.model_copy(update={"net_cents": 0, "charged_minutes": None}) for one in items]
    told = {"items": items, "others": others, "may_resolve": decides, "prices_hidden": hidden}
    return messages.DisputeCard.model_validate(row.model_dump() | told)
