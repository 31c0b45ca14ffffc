"""The price list: a price for each session length, from a day on; not linear in minutes."""

from collections.abc import Iterable
from datetime import date

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.intake.tables import Price
from services.messages.intake import PriceList, PricesOfDay, SetPrice, ShowPricesOfDay
from services.messages.values import Audience, LengthPrice
from services.runtime.commands.refusal import Refusal
from services.runtime.far_days import refuse_far
from services.runtime.provider import standing
from services.runtime.storage.database import execute

MOST = 500
"""Lines of the price list, past ones too: its page shows them all. Ours: ten lengths of two kinds for 25 years."""


async def set_price(db: AsyncSession, order: SetPrice) -> None:
    """A new line, or another price on the line that is there; proposals already sent keep theirs.

    Refuses: price_of_nothing, day_too_early, day_too_late, too_many, set_meanwhile.
    """
    if not order.price_cents:
        raise Refusal("price_of_nothing", "price_cents")
    refuse_far("valid_from", order.valid_from, order.as_of, years_back=10, years_ahead=5)
    await standing.hold(db, "prices")
    await _check_line(db, order)
    line = insert(Price).values(**order.model_dump(exclude={"set_by", "as_of", "seen"}))
    line = line.on_conflict_do_update(
        index_elements=["format", "duration_minutes", "valid_from"],
        set_={"price_cents": line.excluded.price_cents},
    )
    await execute(db, line)


async def _check_line(db: AsyncSession, order: SetPrice) -> None:
    """Refuses: too_many; set_meanwhile. A line that is there already may have another price than was seen there."""
    if line := await db.get(Price, (order.format, order.duration_minutes, order.valid_from)):
        if line.price_cents != order.price_cents:
            standing.check_seen(order.seen, (await all_lines(db)).mark)
        return
    if (await db.exec(select(sa.func.count()).select_from(Price))).one() >= MOST:
        raise Refusal("too_many", "valid_from", f"are {MOST} lines already")


async def all_lines(db: AsyncSession) -> PriceList:
    """By format and length, the newest line of each first."""
    lines = await db.exec(
        select(Price).order_by(col(Price.format), col(Price.duration_minutes), col(Price.valid_from).desc())
    )
    told = [line.model_dump() for line in lines]
    return PriceList.model_validate({"prices": told, "mark": standing.mark_of(told)})


def in_force(lines: Iterable[tuple[date, int]], on: date) -> int | None:
    """The cents of the latest line that has begun on that day; None before the first.

    lines: (valid_from, cents) of one format and one length, in any order.
    """
    begun = [line for line in lines if line[0] <= on]
    return max(begun)[1] if begun else None


async def of_day(db: AsyncSession, query: ShowPricesOfDay) -> PricesOfDay:
    asked = (query.audience, query.duration_minutes, query.on)
    others = await of_other_lengths(db, *asked)
    lengths = [LengthPrice(minutes=minutes, price_cents=cents) for minutes, cents in others.items()]
    return PricesOfDay(price_cents=await price_for(db, *asked), length_prices=lengths)


async def price_for(db: AsyncSession, audience: Audience, minutes: int, on: date) -> int | None:
    """For one session, from that day on; cents, VAT excluded. None: the list has no such line."""
    list_lines = select(Price).where(
        Price.format == audience.session_format, Price.duration_minutes == minutes
    )
    lines = await db.exec(list_lines)
    return in_force(((line.valid_from, line.price_cents) for line in lines), on)


async def of_other_lengths(db: AsyncSession, audience: Audience, minutes: int, on: date) -> dict[int, int]:
    """By length, the cents of each that the list has on that day besides the one that is proposed."""
    list_lines = select(Price).where(
        Price.format == audience.session_format, Price.duration_minutes != minutes
    )
    lines: dict[int, list[tuple[date, int]]] = {}
    for line in await db.exec(list_lines.order_by(col(Price.duration_minutes))):
        lines.setdefault(line.duration_minutes, []).append((line.valid_from, line.price_cents))
    priced = {length: in_force(of_one, on) for length, of_one in lines.items()}
    return {length: cents for length, cents in priced.items() if cents is not None}
