"""signed-in sessions, access log and calendar feeds (of every door), inquiry drafts"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB, UUID

from services.runtime.storage.first_tables import create_runtime_tables
from services.web.first_tables import create_web_tables

revision = "0001"
down_revision = None


def upgrade() -> None:
    create_runtime_tables(op)
    create_web_tables(op)
    op.create_table(
        "inquiry_draft",
        sa.Column("inquiry_id", UUID(as_uuid=True), primary_key=True),
        sa.Column("secret_hash", sa.LargeBinary, nullable=False, unique=True),
        sa.Column("typed", JSONB, nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("number", sa.Text),
        sa.Column("about", JSONB),
    )
