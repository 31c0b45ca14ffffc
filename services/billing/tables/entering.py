"""What was entered by hand, of no session."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field

from services.billing.tables.every_table import AT, Table


class EnteredItem(Table, table=True):
    """Of an item that came of no session, what was typed, and by whom. note: on no document.

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
    withdrawn_by: UUID | None = None
    withdrawn_at: datetime | None = Field(default=None, sa_type=AT)
