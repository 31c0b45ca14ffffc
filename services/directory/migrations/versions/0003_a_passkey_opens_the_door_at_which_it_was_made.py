"""a passkey opens the door at which it was made"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.add_column("passkey", sa.Column("door", sa.Text(), nullable=True))
