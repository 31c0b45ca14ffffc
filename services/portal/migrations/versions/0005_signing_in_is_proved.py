"""signing in is proved"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.add_column("web_session", sa.Column("proof", sa.LargeBinary(), nullable=True))
