"""an inquiry may be a test"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("inquiry", sa.Column("is_test", sa.Boolean(), server_default="false", nullable=False))
