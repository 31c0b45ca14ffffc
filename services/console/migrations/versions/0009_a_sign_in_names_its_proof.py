"""a sign-in names its proof"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.add_column("web_session", sa.Column("proof_name", sa.Text(), nullable=True))
