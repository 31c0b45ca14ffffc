"""What those who send mail could not deliver: the next channel has its turn, as after an operator's refusal."""

from typing import Any

from sqlmodel import select

from services.billing.delivery.beginning import go_on
from services.billing.delivery.ways import after_refusal
from services.billing.tables import Delivery, DeliveryAttempt
from services.messages.billing import TellMailRefused
from services.runtime.commands.transactions import Work


async def hear_refusal(order: TellMailRefused, work: Work) -> None:
    """Once: what is said of a message that is no longer in hand changes nothing.

    Next: services/billing/delivery/sending.py:deliver_one
    """
    row = await work.db.get(Delivery, order.invoice_id, with_for_update=True)
    if row is None or row.status != "mailed" or row.message_id != order.message_id:
        return
    of_it = select(DeliveryAttempt).where(
        DeliveryAttempt.invoice_id == order.invoice_id, DeliveryAttempt.message_id == order.message_id
    )
    attempt = (await work.db.exec(of_it)).one()
    attempt.outcome, attempt.reason, attempt.ended_at = "refused", order.reason, order.as_of
    row.reason = order.reason
    channels: Any = row.channels
    await go_on(work.db, row, after_refusal(channels, order.as_of), order.as_of)
