"""proposals say who sent them"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.add_column("proposal", sa.Column("sent_by", sa.Uuid(), nullable=True))
