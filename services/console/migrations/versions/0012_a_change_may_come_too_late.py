"""a change of a contract may come too late to be signed"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    for name in ("change_too_late_at", "take_change_back_by"):
        op.add_column("process_card", sa.Column(name, sa.DateTime(timezone=True), nullable=True))
