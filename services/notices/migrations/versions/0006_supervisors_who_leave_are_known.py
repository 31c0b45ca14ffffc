"""supervisors who leave are known"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "known_leaver",
        sa.Column("supervisor_id", sa.Uuid(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("supervisor_id", name=op.f("known_leaver_pkey")),
    )
