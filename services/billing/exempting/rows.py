"""Finance frees a process of VAT, and ends it. Runs wait meanwhile, so that no invoice is made half by either."""

from collections.abc import Iterable
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.billing import tables
from services.billing.invoices import numbers
from services.billing.items import terms
from services.billing.items.exemptions import code_of
from services.messages import billing as messages
from services.runtime.commands.refusal import Refusal
from services.runtime.policy import may
from services.runtime.storage.database import among

_AS_ORDERED = {"exemption_id", "process_id", "ground", "from_day", "reason", "set_by"}


async def put(db: AsyncSession, order: messages.ExemptFromVat) -> None:
    """Refuses: see the message."""
    if not order.reason:
        raise Refusal("reason_missing", "reason")
    await numbers.line_up(db)
    if known := await db.get(tables.Exemption, order.exemption_id):
        return _check_same(known, order)
    if await terms.latest(db, order.process_id) is None:
        raise Refusal("unknown_process", "process_id")
    if await in_force(db, [order.process_id]):
        raise Refusal("already_exempt", "ground")
    db.add(tables.Exemption(**order.model_dump(include=_AS_ORDERED), set_at=order.as_of))
    await db.flush()


async def end(db: AsyncSession, order: messages.EndExemption) -> None:
    """Refuses: see the message."""
    await numbers.line_up(db)
    row = await db.get(tables.Exemption, order.exemption_id, with_for_update=True)
    if row is None:
        raise Refusal("unknown_exemption", "exemption_id")
    if row.ended_at is None:
        row.ended_by, row.ended_at = order.ended_by, order.as_of
        await db.flush()


async def in_force(db: AsyncSession, process_ids: Iterable[UUID]) -> dict[UUID, tables.Exemption]:
    """By process."""
    live = select(tables.Exemption).where(
        among(col(tables.Exemption.process_id), list(process_ids)), col(tables.Exemption.ended_at).is_(None)
    )
    return {row.process_id: row for row in await db.exec(live)}


async def list_all(db: AsyncSession, query: messages.ListExemptions) -> messages.Exemptions:
    if not may(query.viewer.role, "exempt_from_vat"):
        return messages.Exemptions(exemptions=[])
    mine = select(tables.Exemption).where(tables.Exemption.process_id == query.process_id)
    rows = await db.exec(mine.order_by(col(tables.Exemption.set_at).desc()))
    return messages.Exemptions(exemptions=[_card(row) for row in rows])


def _card(row: tables.Exemption) -> messages.Exemption:
    return messages.Exemption.model_validate(row.model_dump() | {"code": code_of(row.ground)})


def _check_same(known: tables.Exemption, order: messages.ExemptFromVat) -> None:
    told = ("process_id", "ground", "from_day", "reason")
    if any(getattr(known, name) != getattr(order, name) for name in told):
        raise Refusal("already_exempt", "exemption_id")
