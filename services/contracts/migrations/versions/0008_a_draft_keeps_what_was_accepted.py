"""a draft keeps what was accepted"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.add_column("contract", sa.Column("accepted", JSONB(), nullable=True))
    op.add_column("contract", sa.Column("differs_because", sa.Text(), nullable=False, server_default=""))
