"""a session may be called off for nothing"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    op.add_column(
        "process_session", sa.Column("unused", sa.Boolean(), server_default=sa.text("false"), nullable=False)
    )
