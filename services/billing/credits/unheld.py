"""What a withdrawal takes back of an invoice: what was not held, less what a trial's credit has paid of it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.billing.items.terms import TRIAL
from services.billing.tables import BillableItem, InvoiceLine
from services.messages.billing import ItemKind


@dataclass(frozen=True)
class Left:
    """What is left of a line, without VAT. unheld: of the contract, and no session was held for it."""

    item_id: str
    net_cents: int
    unheld: bool = False
    trial_credit: bool = False


def is_unheld(item: BillableItem) -> bool:
    return item.terms_version > TRIAL and item.kind != ItemKind.HELD and item.session_id is not None


async def lines_of(db: AsyncSession, process_id: UUID) -> dict[UUID, list[Left]]:
    """Its live lines by their invoice, as they were issued."""
    theirs = (
        select(InvoiceLine, BillableItem)
        .join(BillableItem, col(BillableItem.item_id) == InvoiceLine.item_id)
        .where(BillableItem.process_id == process_id, col(InvoiceLine.credited_by).is_(None))
        .order_by(col(InvoiceLine.line_id))
    )
    found: dict[UUID, list[Left]] = defaultdict(list)
    for line, item in await db.exec(theirs):
        is_credit = item.kind == ItemKind.TRIAL_CREDIT
        left = Left(str(item.item_id), line.net_cents, is_unheld(item), is_credit)
        found[line.invoice_id].append(left)
    return found


def parts(lines: Sequence[Left]) -> dict[str, int]:
    """How much of which item, of one invoice's lines of one process, by what is left of them; none: nothing.

    What a trial's credit has paid, nobody has paid besides: the credit goes with what it paid. Where what was held
    needs it, it stays, and only what was paid besides is taken back.
    """
    unheld = {one.item_id: one.net_cents for one in lines if one.unheld and one.net_cents}
    left = sum(one.net_cents for one in lines)
    if sum(unheld.values()) <= left:
        return unheld
    credits = {one.item_id: one.net_cents for one in lines if one.trial_credit and one.net_cents}
    if 0 < sum(unheld.values()) + sum(credits.values()) <= left:
        return unheld | credits
    return _at_most(unheld, left)


def _at_most(parts: Mapping[str, int], left: int) -> dict[str, int]:
    taken = {}
    for item, cents in parts.items():
        now = min(cents, max(left, 0))
        left -= now
        taken[item] = now
    return {item: cents for item, cents in taken.items() if cents}
