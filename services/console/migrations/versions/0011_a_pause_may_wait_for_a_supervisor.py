"""a pause may wait for another supervisor"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.add_column(
        "process_card", sa.Column("supervisor_awaited_at", sa.DateTime(timezone=True), nullable=True)
    )
