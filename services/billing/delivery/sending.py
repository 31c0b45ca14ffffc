"""The loop that hands over what is due: one document at a time, each try written down before it begins.

A kill between the operator's answer and our commit repeats the same message under the same identifier.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from uuid6 import uuid7

from services.billing.delivery.beginning import go_on
from services.billing.delivery.files import file_of
from services.billing.delivery.operators.connecting import Operators
from services.billing.delivery.operators.handing_over import NotReached, Refused
from services.billing.delivery.ways import Standing, after_failure, after_refusal
from services.billing.documents.electronic.formats import UnequalError
from services.billing.tables import Delivery, DeliveryAttempt, Invoice
from services.messages.billing import AttemptOutcome, DocumentFormat
from services.runtime.clock import Clock
from services.runtime.commands.refusal import Refusal
from services.runtime.events.due_rows import DueRows
from services.runtime.events.laying_aside import first_due
from services.runtime.logs import log
from services.runtime.service import Service

_DUE = col(Delivery.due_at)


@dataclass(frozen=True)
class Outbound:
    """What the service prepares for its deliveries."""

    due: DueRows
    operators: Operators


async def prepare(service: Service[Any]) -> Outbound:
    """Raises what is wrong with the operators' settings."""
    return Outbound(
        DueRows(service.clock, (_DUE, _DUE.is_not(None), col(Delivery.invoice_id))),
        Operators.of(service.settings),
    )


async def deliver(service: Service[Outbound]) -> None:
    """Until cancelled."""
    operators = service.resources.operators

    async def one(db: AsyncSession, clock: Clock) -> bool:
        return await deliver_one(db, clock, operators)

    await service.resources.due.keep_seeing_to(
        service.transactions, one, lambda: service.dependencies.done(deliver.__name__)
    )


async def due(service: Service[Outbound], connection: AsyncConnection) -> dict[str, Any]:
    """For the service's report."""
    return await service.resources.due.report(connection)


async def deliver_one(db: AsyncSession, clock: Clock, operators: Operators) -> bool:
    """Writes a try down, or carries out the one that is written down."""
    now = clock.now()
    oldest = select(Delivery).where(now >= _DUE).order_by(_DUE, col(Delivery.invoice_id))
    row = await first_due(db, oldest.with_for_update(skip_locked=True), col(Delivery.invoice_id))
    if row is None:
        return False
    in_hand = (col(DeliveryAttempt.invoice_id) == row.invoice_id) & col(DeliveryAttempt.outcome).is_(None)
    attempt = (await db.exec(select(DeliveryAttempt).where(in_hand))).first()
    if attempt is None:
        await _write_down(db, row, now)
    else:
        await _carry_out(db, row, attempt, clock, operators)
    return True


async def _write_down(db: AsyncSession, row: Delivery, now: datetime) -> None:
    attempt = DeliveryAttempt(
        attempt_id=uuid7(),
        invoice_id=row.invoice_id,
        channel=row.channels[0],
        message_id=row.message_id,
        begun_at=now,
    )
    db.add(attempt)
    await db.flush()


async def _carry_out(
    db: AsyncSession, row: Delivery, attempt: DeliveryAttempt, clock: Clock, operators: Operators
) -> None:
    outcome, reason = await _hand_over(db, row, operators)
    now = clock.now()
    attempt.outcome, attempt.reason, attempt.ended_at = outcome, reason, now
    row.reason = reason
    if reason:
        about = {"invoice_id": str(row.invoice_id), "channel": attempt.channel}
        log.warning("document_not_delivered", outcome=outcome, reason=reason, **about)
    await go_on(db, row, _after(row, outcome, now), now)


def _after(row: Delivery, outcome: AttemptOutcome, now: datetime) -> Standing:
    channels: Any = row.channels
    if outcome == "failed":
        return after_failure(channels, row.tries + 1, now)
    if outcome == "refused":
        return after_refusal(channels, now)
    return Standing(outcome, tuple(channels))


async def _hand_over(
    db: AsyncSession, row: Delivery, operators: Operators
) -> tuple[Literal["sent", "taken", "refused", "failed"], str | None]:
    """What became of it, and why it went wrong."""
    invoice = await db.get(Invoice, row.invoice_id)
    assert invoice is not None
    wanted: DocumentFormat = row.channels[0]  # type: ignore[assignment]  # mail is never due
    operator = operators.of_format(wanted)
    if operator is None:
        return "refused", "no_operator_set"
    try:
        return await operator.send(file_of(invoice, row, wanted, operator)), None
    except Refusal as cannot:
        return "refused", cannot.code
    except UnequalError:
        return "refused", "document_does_not_fit"
    except Refused as refused:
        return "refused", refused.reason
    except NotReached as failed:
        return "failed", failed.reason
    except Exception as error:  # whatever is odd about one document keeps no other waiting
        log.error("document_broke_down", error_type=type(error).__name__, invoice_id=str(row.invoice_id))
        return "failed", "broke_down"
