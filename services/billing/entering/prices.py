"""What a kilometre, or an hour of travelling, costs: the provider's own prices, from a day on."""

from datetime import date

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.billing.items import terms, travel
from services.billing.tables import DatedTerms, TravelPriceSet
from services.messages import billing as messages
from services.runtime.provider import standing


async def set_price(db: AsyncSession, order: messages.SetTravelPrice) -> None:
    """The same kind and day again replaces it; what was entered keeps what it cost. Refuses: set_meanwhile."""
    await standing.hold(db, "travel prices")
    line = await db.get(TravelPriceSet, (order.kind, order.valid_from))
    if line and line.price_cents != order.price_cents:
        standing.check_seen(order.seen, (await list_prices(db)).mark)
    facts = order.model_dump(include={"kind", "valid_from", "price_cents", "set_by"})
    await db.merge(TravelPriceSet(**facts, set_at=order.as_of))
    await db.flush()


async def list_prices(db: AsyncSession) -> messages.TravelPrices:
    """By kind, the last day first."""
    rows = select(TravelPriceSet).order_by(col(TravelPriceSet.kind), col(TravelPriceSet.valid_from).desc())
    found = [messages.TravelPriceLine.model_validate(row.model_dump()) for row in await db.exec(rows)]
    return messages.TravelPrices(prices=found, mark=standing.mark_of([one.model_dump() for one in found]))


async def show(db: AsyncSession, query: messages.ShowTravelPrice) -> messages.TravelPrice:
    """Of the contract version of that day; without a process, of one that begins on it."""
    begins = query.on
    if query.process_id:
        begins = (await terms.of_day(db, query.process_id, query.on)).starts_on
    own = await _own(db)
    cents, hour_cents = (
        travel.usual_cents(kind, own, begins, query.on) for kind in ("travel", "travel_time")
    )
    return messages.TravelPrice(cents=cents, hour_cents=hour_cents)


async def usual(db: AsyncSession, kind: str, holding: DatedTerms, on: date) -> int | None:
    """Of one, where who enters it says nothing else; none of what has no price of travel."""
    return travel.usual_cents(kind, await _own(db), holding.starts_on, on)


async def _own(db: AsyncSession) -> list[travel.OwnPrice]:
    rows = await db.exec(select(TravelPriceSet))
    return [travel.OwnPrice(row.kind, row.valid_from, row.price_cents) for row in rows]
