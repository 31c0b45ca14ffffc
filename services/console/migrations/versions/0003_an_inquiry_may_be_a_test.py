"""an inquiry may be a test"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.add_column("process_card", sa.Column("is_test", sa.Boolean(), server_default="false", nullable=False))
