"""What those who send mail could not deliver, and what came back: the next channel has its turn, as after a refusal."""

from datetime import datetime
from typing import Any

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.billing.delivery.beginning import go_on
from services.billing.delivery.ways import after_refusal
from services.billing.tables import Delivery, DeliveryAttempt
from services.messages.billing import DeliveryFault, MarkCameBack, TellMailRefused
from services.runtime.commands.refusal import Refusal
from services.runtime.commands.transactions import Work


async def hear_refusal(order: TellMailRefused, work: Work) -> None:
    """Once: what is said of a message that is no longer in hand changes nothing.

    Next: services/billing/delivery/sending.py:deliver_one
    """
    row = await work.db.get(Delivery, order.invoice_id, with_for_update=True)
    if row is None or row.status != "mailed" or row.message_id != order.message_id:
        return
    await _refused(work.db, row, order.reason, order.as_of)


async def come_back(order: MarkCameBack, work: Work) -> None:
    """Whoever took it, it is not with the customer. Refuses: see the message."""
    row = await work.db.get(Delivery, order.invoice_id, with_for_update=True)
    if row is None:
        raise Refusal("unknown_invoice", "invoice_id")
    if row.status in _SENT and row.message_id == order.message_id:
        await _refused(work.db, row, "came_back", order.as_of)


async def _refused(db: AsyncSession, row: Delivery, reason: DeliveryFault, at: datetime) -> None:
    of_it = select(DeliveryAttempt).where(
        DeliveryAttempt.invoice_id == row.invoice_id, DeliveryAttempt.message_id == row.message_id
    )
    attempt = (await db.exec(of_it.order_by(col(DeliveryAttempt.attempt_id).desc()))).first()
    assert attempt is not None
    attempt.outcome, attempt.reason, attempt.ended_at = "refused", reason, at
    row.reason = reason
    channels: Any = row.channels
    await go_on(db, row, after_refusal(channels, at), at)


_SENT = ("mailed", "sent", "taken")
