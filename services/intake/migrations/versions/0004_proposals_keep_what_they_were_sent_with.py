"""proposals keep what they were sent with"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.add_column("proposal", sa.Column("sent_with", JSONB(), nullable=True))
