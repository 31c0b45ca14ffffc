"""a session may fall with its contract"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.add_column(
        "process_session", sa.Column("fell", sa.Boolean(), server_default=sa.text("false"), nullable=False)
    )
