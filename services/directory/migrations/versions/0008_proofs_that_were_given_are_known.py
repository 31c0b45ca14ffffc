"""proofs that were given are known"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "given_proof",
        sa.Column("proof_hash", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("proof_hash", name=op.f("given_proof_pkey")),
    )
    op.create_index(op.f("ix_given_proof_person_id"), "given_proof", ["person_id"], unique=False)
