"""supervisors report costs and travel has prices"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.create_table(
        "travel_price",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("price_cents", sa.Integer(), nullable=False),
        sa.Column("set_by", sa.Uuid(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('travel', 'travel_time')", name=op.f("kind_is_of_travel")),
        sa.CheckConstraint("price_cents > 0", name=op.f("travel_costs_something")),
        sa.PrimaryKeyConstraint("kind", "valid_from", name=op.f("travel_price_pkey")),
    )
    op.add_column("entered_item", sa.Column("session_id", sa.Uuid(), nullable=True))
    op.create_index(op.f("ix_entered_item_session_id"), "entered_item", ["session_id"], unique=False)
