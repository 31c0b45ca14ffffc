"""signed papers are sealed"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "sealed_paper",
        sa.Column("paper_id", sa.Uuid(), nullable=False),
        sa.Column("process_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tries", sa.Integer(), server_default="0", nullable=False),
        sa.Column("named", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("pdf", sa.LargeBinary(), nullable=True),
        sa.Column("sha256", sa.Text(), nullable=True),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["process_id", "version"],
            ["contract.process_id", "contract.version"],
            name=op.f("sealed_paper_process_id_version_fkey"),
        ),
        sa.PrimaryKeyConstraint("paper_id", name=op.f("sealed_paper_pkey")),
        sa.UniqueConstraint("process_id", "version", name=op.f("sealed_paper_process_id_version_key")),
        sa.UniqueConstraint("sha256", name=op.f("sealed_paper_sha256_key")),
    )
    op.create_index(
        "sealed_paper_due",
        "sealed_paper",
        ["due_at"],
        unique=False,
        postgresql_where=sa.text("due_at IS NOT NULL"),
    )
    op.add_column("consent", sa.Column("way", sa.Text(), nullable=True))
    op.add_column("signature", sa.Column("way", sa.Text(), nullable=True))
    # What was signed before is sealed as well, at the first start.
    op.execute(
        "INSERT INTO sealed_paper (paper_id, process_id, version, due_at)"
        " SELECT gen_random_uuid(), process_id, version, signed_at FROM contract WHERE signed_at IS NOT NULL"
    )
