"""pictures are kept"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "sent_part",
        sa.Column("file_id", sa.UUID(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("parts", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("sent_by", sa.UUID(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("file_id", "part", name=op.f("sent_part_pkey")),
    )
    op.create_index(op.f("ix_sent_part_sent_at"), "sent_part", ["sent_at"], unique=False)
    op.create_index(op.f("ix_sent_part_sent_by"), "sent_part", ["sent_by"], unique=False)
    op.create_table(
        "kept_picture",
        sa.Column("picture_id", sa.Uuid(), nullable=False),
        sa.Column("use", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("sent_by", sa.Uuid(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["sent_by"], ["person.person_id"], name=op.f("kept_picture_sent_by_fkey")),
        sa.PrimaryKeyConstraint("picture_id", name=op.f("kept_picture_pkey")),
    )
    op.create_table(
        "logo",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("picture_id", sa.Uuid(), nullable=True),
        sa.Column("set_by", sa.Uuid(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["picture_id"], ["kept_picture.picture_id"], name=op.f("logo_picture_id_fkey")
        ),
        sa.ForeignKeyConstraint(["set_by"], ["person.person_id"], name=op.f("logo_set_by_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("logo_pkey")),
    )
    op.create_table(
        "supervisor_picture",
        sa.Column("supervisor_id", sa.Uuid(), nullable=False),
        sa.Column("picture_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["picture_id"], ["kept_picture.picture_id"], name=op.f("supervisor_picture_picture_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["supervisor_id"],
            ["supervisor.supervisor_id"],
            name=op.f("supervisor_picture_supervisor_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("supervisor_id", name=op.f("supervisor_picture_pkey")),
    )
