"""a pause knows which sessions it has moved, and from where"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.add_column(
        "pause",
        sa.Column("displaced", postgresql.JSONB(), server_default=sa.text("'[]'::jsonb"), nullable=False),
    )
