"""which process it renews is known"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.add_column("known_process", sa.Column("renews", sa.Uuid(), nullable=True))
    op.execute(
        "UPDATE known_process AS next SET renews = before.process_id"
        " FROM known_process AS before WHERE before.renewed_as = next.process_id"
    )
