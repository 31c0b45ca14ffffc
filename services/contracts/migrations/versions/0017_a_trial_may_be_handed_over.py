"""another supervisor says whether a trial goes on, where its own has left"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    op.add_column("trial", sa.Column("decider_id", sa.Uuid(), nullable=True))
