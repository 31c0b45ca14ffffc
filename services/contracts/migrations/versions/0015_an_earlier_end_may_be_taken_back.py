"""a proposed earlier end may be taken back"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    op.add_column("earlier_end", sa.Column("taken_back_by", sa.Uuid(), nullable=True))
