"""who left a trial knows their day"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.add_column("trial_consent", sa.Column("left_on", sa.Date(), nullable=True))
