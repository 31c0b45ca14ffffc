"""Which processes bear no VAT."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from services.billing.tables.every_table import AT, Table


class Exemption(Table, table=True):
    """A process that finance has freed of VAT from a day on, or did until ended_at. ground: see `ExemptionGround`.

    reason: finance's own words, on no document.
    """

    __table_args__ = (
        sa.Index(
            "one_live_exemption_a_process",
            "process_id",
            unique=True,
            postgresql_where=sa.text("ended_at IS NULL"),
        ),
    )
    exemption_id: UUID = Field(primary_key=True)
    process_id: UUID = Field(index=True)
    ground: str
    from_day: date
    reason: str
    set_by: UUID
    set_at: datetime = Field(sa_type=AT)
    ended_by: UUID | None = None
    ended_at: datetime | None = Field(default=None, sa_type=AT)
