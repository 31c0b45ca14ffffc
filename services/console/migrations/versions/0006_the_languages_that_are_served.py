"""the languages that are served"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "provider_languages",
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("languages", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint("valid_from", name=op.f("provider_languages_pkey")),
    )
