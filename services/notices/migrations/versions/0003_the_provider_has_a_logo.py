"""the provider has a logo"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "provider_logo",
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("picture_id", sa.UUID(), nullable=True),
        sa.PrimaryKeyConstraint("valid_from", name=op.f("provider_logo_pkey")),
    )
