"""finance frees a process of vat"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "exemption",
        sa.Column("exemption_id", sa.Uuid(), nullable=False),
        sa.Column("process_id", sa.Uuid(), nullable=False),
        sa.Column("ground", sa.Text(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("set_by", sa.Uuid(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_by", sa.Uuid(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("exemption_id", name=op.f("exemption_pkey")),
    )
    op.create_index(op.f("ix_exemption_process_id"), "exemption", ["process_id"], unique=False)
    op.create_index(
        "one_live_exemption_a_process",
        "exemption",
        ["process_id"],
        unique=True,
        postgresql_where=sa.text("ended_at IS NULL"),
    )
