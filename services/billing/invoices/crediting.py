"""A credited trial on the invoices of its contract: what is left of it, and what an invoice takes off.

There is nothing to hear of its decision: without a go there is no contract, and no invoice of one.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession
from uuid6 import uuid7

from services.billing.invoices.trial_credit import Credit, credits_of, take_off
from services.billing.items import recording, terms
from services.billing.items.lines import Line, line_for
from services.billing.tables import BillableItem, DatedTerms
from services.messages.billing import ItemKind
from services.runtime.storage.database import among


@dataclass(frozen=True)
class Charged:
    """What an invoice has: the lines of its items, and those of what they take off."""

    lines: list[Line]
    is_a_document: bool


async def charge(db: AsyncSession, rows: Sequence[BillableItem]) -> Charged:
    """The items of one process as an invoice's lines, with what is left of its trial taken off.

    Where nothing is left to pay, they are settled by it, and there is no invoice; where a correction has left nothing,
    it is seen as an invoice is looked at. The counter of invoices is locked, so
    that nobody else takes off the same. Next: services/billing/invoices/trial_credit.py:take_off
    """
    lines = [line_for(recording.as_item(row)) for row in rows]
    trial = await _trial(db, rows)
    found = take_off(lines, credits_of([line_for(recording.as_item(row)) for row in trial]))
    credits = [_credit(one, trial) for one in found.taken]
    takes_off = any(row.quantity < 0 for row in rows)
    if not found.is_a_document and (credits or not takes_off):
        await _settle(db, rows, credits)
        return Charged([], is_a_document=False)
    db.add_all(credits)
    await db.flush()
    return Charged([*lines, *(line_for(recording.as_item(one)) for one in credits)], is_a_document=True)


async def still_to_take_off(db: AsyncSession, process_id: UUID) -> list[Credit]:
    """For what is charged of the trial by now, also where its invoice is still to come. Changes nothing."""
    charged = recording.is_invoiced() | recording.waiting()
    trial = await _credited(db, process_id, charged)
    return list(credits_of([line_for(recording.as_item(row)) for row in trial]))


async def _trial(db: AsyncSession, rows: Sequence[BillableItem]) -> list[BillableItem]:
    """Its items that are charged, with this invoice, and what was taken off for them before.

    Nothing where it is not credited, or where this is no invoice of the contract.
    """
    if not rows or all(row.terms_version == terms.TRIAL for row in rows):
        return []
    charged = recording.is_invoiced() | among(BillableItem.item_id, [row.item_id for row in rows])
    return await _credited(db, rows[0].process_id, charged)


async def _credited(
    db: AsyncSession, process_id: UUID, charged: sa.ColumnElement[bool]
) -> list[BillableItem]:
    agreed = await db.get(DatedTerms, (process_id, terms.TRIAL))
    if agreed is None or agreed.trial_price != "credited":
        return []
    mine = (BillableItem.process_id == process_id) & (BillableItem.terms_version == terms.TRIAL)
    found = select(BillableItem).where(mine, BillableItem.percent > 0, charged)
    return list(await db.exec(found))


def _credit(taken: Credit, trial: Collection[BillableItem]) -> BillableItem:
    """An item of its own, of the day of the trial's last session of that rate: so it has that one's VAT."""
    return BillableItem(
        item_id=uuid7(),
        kind=ItemKind.TRIAL_CREDIT,
        process_id=next(iter(trial)).process_id,
        performed_on=max(row.performed_on for row in trial if _has_rate(row, taken)),
        terms_version=terms.TRIAL,
        percent=Decimal(100),
        price_cents=taken.left_cents,
        vat_category=taken.vat_category,
    )


def _has_rate(row: BillableItem, taken: Credit) -> bool:
    line = line_for(recording.as_item(row))
    return (line.vat_category, line.vat_rate) == (taken.vat_category, taken.vat_rate)


async def _settle(db: AsyncSession, rows: Sequence[BillableItem], credits: Sequence[BillableItem]) -> None:
    """The items and the credits are used up by each other."""
    if not credits:
        return
    paid_by: UUID = credits[0].item_id
    for one in credits:
        one.settled_by = paid_by
        db.add(one)
        await db.flush()
    for row in rows:
        row.settled_by = paid_by
    await db.flush()
