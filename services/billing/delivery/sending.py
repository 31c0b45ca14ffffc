"""The loop that hands over what is due: one document at a time, each try written down before it begins.

A kill between the operator's answer and our commit repeats the same message under the same identifier.
"""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, Literal
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from uuid6 import uuid7

from services.billing.delivery.beginning import go_on
from services.billing.delivery.claiming import Claims, claiming
from services.billing.delivery.files import file_of
from services.billing.delivery.operators.connecting import Operators
from services.billing.delivery.operators.handing_over import NotReached, Refused
from services.billing.delivery.ways import Standing, after_failure, after_refusal
from services.billing.documents.electronic.formats import UnequalError
from services.billing.documents.rulebooks import before_a_number, schemas
from services.billing.documents.rulebooks.asking import RulebookReader
from services.billing.invoices.semantic.why import Look
from services.billing.tables import Delivery, DeliveryAttempt, Invoice
from services.messages.billing import AttemptOutcome, DocumentFormat
from services.runtime.clock import Clock
from services.runtime.commands.refusal import Refusal
from services.runtime.events.due_rows import DueRows, FallDue
from services.runtime.events.laying_aside import first_due
from services.runtime.logs import log
from services.runtime.service import Service
from services.runtime.storage.database import among

_DUE = col(Delivery.due_at)
_FALL_DUE = FallDue((_DUE, _DUE.is_not(None), col(Delivery.invoice_id)))
_LONGEST_S = 120.0
"""Of one try, whatever the connection's own limits: the other documents wait for it."""


@dataclass(frozen=True)
class Outbound:
    """What the service prepares for its documents and their deliveries."""

    due: DueRows
    operators: Operators
    books: RulebookReader

    @property
    def look(self) -> Look:
        return partial(before_a_number.unfit, self.books)


async def prepare(service: Service[Any]) -> Outbound:
    """Raises what is wrong with the operators' settings."""
    return Outbound(
        DueRows(service.clock, _FALL_DUE),
        Operators.of(service.settings),
        RulebookReader(schemas.finvoice(service.settings.einvoice_data)),
    )


async def deliver(service: Service[Outbound]) -> None:
    """Until cancelled."""
    operators = service.resources.operators

    async def one(db: AsyncSession, clock: Clock) -> bool:
        return await deliver_one(db, clock, service.engine, operators)

    await service.resources.due.keep_seeing_to(
        service.transactions, one, lambda has_seen: service.is_done(deliver.__name__, has_seen)
    )


async def keep_books(service: Service[Outbound]) -> None:
    """Until cancelled."""
    await service.resources.books.keep()


async def due(service: Service[Outbound], connection: AsyncConnection) -> dict[str, Any]:
    """For the service's report."""
    return await service.resources.due.report(connection)


async def deliver_one(db: AsyncSession, clock: Clock, engine: AsyncEngine, operators: Operators) -> bool:
    """Writes a try down and commits it, or takes up the one that broke off; sends; says what came of it."""
    async with claiming(engine) as claims:
        row = await _first_free(db, claims, clock.now())
        if row is None:
            return False
        invoice = await db.get(Invoice, row.invoice_id)
        assert invoice is not None
        attempt_id = await _written_down(db, row, clock.now())
        await db.commit()
        outcome, reason = await _hand_over(invoice, row, operators)
        await _keep(db, row, attempt_id, outcome, reason, clock.now())
        await db.commit()  # before another may take it
    return True


async def _first_free(db: AsyncSession, claims: Claims, now: datetime) -> Delivery | None:
    """The oldest that is due and that nobody else has in hand."""
    invoice_id = col(Delivery.invoice_id)
    oldest = select(Delivery).where(now >= _DUE).order_by(_DUE, invoice_id)
    in_others_hands: list[UUID] = []
    while True:
        left = oldest.where(~among(invoice_id, in_others_hands)).with_for_update(skip_locked=True)
        row: Delivery | None = await first_due(db, left, invoice_id)
        if row is None or await claims.take(row.invoice_id):
            return row
        in_others_hands.append(row.invoice_id)


async def _written_down(db: AsyncSession, row: Delivery, now: datetime) -> UUID:
    """The try in hand: a new one, or the one that broke off."""
    if begun := await _open_attempt(db, row.invoice_id):
        return begun.attempt_id
    attempt = DeliveryAttempt(
        attempt_id=uuid7(),
        invoice_id=row.invoice_id,
        channel=row.channels[0],
        message_id=row.message_id,
        begun_at=now,
    )
    db.add(attempt)
    await db.flush()
    return attempt.attempt_id


async def _open_attempt(db: AsyncSession, invoice_id: UUID) -> DeliveryAttempt | None:
    of_it = col(DeliveryAttempt.invoice_id) == invoice_id
    return (
        await db.exec(select(DeliveryAttempt).where(of_it, col(DeliveryAttempt.outcome).is_(None)))
    ).first()


async def _keep(
    db: AsyncSession,
    row: Delivery,
    attempt_id: UUID,
    outcome: AttemptOutcome,
    reason: str | None,
    now: datetime,
) -> None:
    """What came of it; nothing where another, to whom our lock was lost, has said so already."""
    await db.refresh(row, with_for_update=True)
    attempt = await _open_attempt(db, row.invoice_id)
    if attempt is None or attempt.attempt_id != attempt_id:
        return
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
    invoice: Invoice, row: Delivery, operators: Operators
) -> tuple[Literal["sent", "taken", "refused", "failed"], str | None]:
    """What became of it, and why it went wrong. No transaction is open."""
    wanted: DocumentFormat = row.channels[0]  # type: ignore[assignment]  # mail is never due
    operator = operators.of_format(wanted)
    if operator is None:
        return "refused", "no_operator_set"
    try:
        async with asyncio.timeout(_LONGEST_S):
            return await operator.send(file_of(invoice, row, wanted, operator)), None
    except Refusal as cannot:
        return "refused", cannot.code
    except UnequalError:
        return "refused", "document_does_not_fit"
    except Refused as refused:
        return "refused", refused.reason
    except NotReached as failed:
        return "failed", failed.reason
    except TimeoutError:
        return "failed", "operator_away"
    except Exception as error:  # whatever is odd about one document keeps no other waiting
        log.error("document_broke_down", error_type=type(error).__name__, invoice_id=str(row.invoice_id))
        return "failed", "broke_down"
