"""credentials say what they are"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.add_column("credential", sa.Column("description", sa.Text(), server_default="", nullable=False))
    op.add_column("credential_entry", sa.Column("description", sa.Text(), server_default="", nullable=False))
