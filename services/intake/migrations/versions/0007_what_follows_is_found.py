"""which process follows on another is found by it"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_index("inquiry_renews", "inquiry", ["renews"], postgresql_where=sa.text("renews IS NOT NULL"))
