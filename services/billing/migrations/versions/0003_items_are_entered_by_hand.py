"""items are entered by hand"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "entered_item",
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("process_id", sa.Uuid(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("price_cents", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("entered_by", sa.Uuid(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_by", sa.Uuid(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["item_id"], ["billable_item.item_id"], name=op.f("entered_item_item_id_fkey")
        ),
        sa.PrimaryKeyConstraint("item_id", name=op.f("entered_item_pkey")),
    )
    op.create_index(op.f("ix_entered_item_process_id"), "entered_item", ["process_id"], unique=False)
    op.add_column("billable_item", sa.Column("quantity", sa.Integer(), server_default="1", nullable=False))
    op.add_column("billing_terms", sa.Column("ends_on", sa.Date(), nullable=True))
