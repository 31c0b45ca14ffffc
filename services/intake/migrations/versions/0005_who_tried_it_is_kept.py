"""who tried it is kept"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.add_column(
        "inquiry", sa.Column("tried_by", ARRAY(sa.Uuid()), server_default=sa.text("'{}'"), nullable=False)
    )
