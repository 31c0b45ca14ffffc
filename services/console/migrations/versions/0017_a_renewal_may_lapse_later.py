"""what follows may come to nothing after the process before it was renewed"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    op.add_column("process_card", sa.Column("renewal_lapsed_at", sa.DateTime(timezone=True), nullable=True))
