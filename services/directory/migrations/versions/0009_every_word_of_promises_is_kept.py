"""every word of promises is kept"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_table(
        "said_promises",
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("promises", JSONB(), nullable=False),
        sa.Column("set_by", sa.Uuid(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["set_by"], ["person.person_id"], name=op.f("said_promises_set_by_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("said_promises_pkey")),
    )
