"""a month waits for the word of finance"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "run_approval",
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("approved_by", sa.Uuid(), nullable=False),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("period", name=op.f("run_approval_pkey")),
    )
    op.create_table(
        "run_setting",
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("mode", sa.Text(), nullable=False),
        sa.Column("set_by", sa.Uuid(), nullable=False),
        sa.CheckConstraint("mode IN ('automatic', 'by_approval')", name=op.f("mode_is_known")),
        sa.PrimaryKeyConstraint("set_at", name=op.f("run_setting_pkey")),
    )
    op.create_table(
        "run_waiting",
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("period", name=op.f("run_waiting_pkey")),
    )
