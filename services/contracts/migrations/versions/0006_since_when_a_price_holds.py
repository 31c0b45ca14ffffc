"""since when a price holds"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.add_column("contract", sa.Column("priced_from", sa.Date(), nullable=True))
