"""a trial keeps what its supervisor has declared"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.add_column(
        "trial",
        sa.Column("interest", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True),
    )
