"""a review may have had nothing to look at"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.add_column(
        "review", sa.Column("nothing_held", sa.Boolean(), server_default=sa.text("false"), nullable=False)
    )
