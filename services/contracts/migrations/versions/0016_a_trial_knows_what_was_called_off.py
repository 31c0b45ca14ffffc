"""a trial knows which of its sessions were called off"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    times = postgresql.ARRAY(sa.DateTime(timezone=True))
    op.add_column("trial", sa.Column("called_off", times, server_default="{}", nullable=False))
