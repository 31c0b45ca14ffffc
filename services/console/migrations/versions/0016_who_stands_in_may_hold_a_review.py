"""who stands in for somebody who has left may hold a review"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    op.add_column("process_card", sa.Column("stands_in_until", sa.Date(), nullable=True))
