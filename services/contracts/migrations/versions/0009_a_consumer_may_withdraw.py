"""a consumer may withdraw"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.add_column("termination", sa.Column("withdraws", sa.Boolean(), nullable=False, server_default="false"))
