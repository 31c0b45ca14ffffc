"""an ordered month is gone on with"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.create_table(
        "ordered_run",
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("ordered_by", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("period", name=op.f("ordered_run_pkey")),
    )
