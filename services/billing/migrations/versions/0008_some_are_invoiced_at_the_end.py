"""some are invoiced at the end"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "invoiced_at_end",
        sa.Column("payer_id", sa.Uuid(), nullable=False),
        sa.Column("at_end", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("payer_id", name=op.f("invoiced_at_end_pkey")),
    )
