"""finance sets lines aside"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "aside",
        sa.Column("aside_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("process_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("set_by", sa.Uuid(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_back_by", sa.Uuid(), nullable=True),
        sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["item_id"], ["billable_item.item_id"], name=op.f("aside_item_id_fkey")),
        sa.PrimaryKeyConstraint("aside_id", name=op.f("aside_pkey")),
    )
    op.create_index(op.f("ix_aside_process_id"), "aside", ["process_id"], unique=False)
    op.create_index(
        "one_live_aside_an_item",
        "aside",
        ["item_id"],
        unique=True,
        postgresql_where=sa.text("taken_back_at IS NULL"),
    )
