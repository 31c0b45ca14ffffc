"""a year that ends early takes with it what was chosen to follow"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    op.add_column("termination", sa.Column("renewal_off", sa.Uuid(), nullable=True))
