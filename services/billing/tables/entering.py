"""What was entered by hand, of no session, and what travel costs."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from services.billing.tables.every_table import AT, Table


class EnteredItem(Table, table=True):
    """Of an item that came of no session, what was typed, and by whom. note: on no document. session_id: for which of
    theirs a supervisor has reported it.

    quantity, price_cents: of travelling time its minutes and the price of an hour; else as the item has them.
    """

    __tablename__ = "entered_item"
    item_id: UUID = Field(primary_key=True, foreign_key="billable_item.item_id")
    process_id: UUID = Field(index=True)
    quantity: int
    price_cents: int
    note: str
    entered_by: UUID
    entered_at: datetime = Field(sa_type=AT)
    session_id: UUID | None = Field(default=None, index=True)
    withdrawn_by: UUID | None = None
    withdrawn_at: datetime | None = Field(default=None, sa_type=AT)


class TravelPriceSet(Table, table=True):
    """What a kilometre, or an hour of travelling, costs in contract versions that begin on that day or later."""

    __tablename__ = "travel_price"
    __table_args__ = (
        sa.CheckConstraint("kind IN ('travel', 'travel_time')", name="kind_is_of_travel"),
        sa.CheckConstraint("price_cents > 0", name="travel_costs_something"),
    )
    kind: str = Field(primary_key=True)
    valid_from: date = Field(primary_key=True)
    price_cents: int
    set_by: UUID
    set_at: datetime = Field(sa_type=AT)
