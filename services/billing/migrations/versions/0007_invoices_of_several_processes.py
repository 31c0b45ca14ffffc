"""invoices of several processes"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "invoice_process",
        sa.Column("invoice_id", sa.Uuid(), nullable=False),
        sa.Column("process_id", sa.Uuid(), nullable=False),
        sa.Column("gross_cents", sa.BigInteger(), nullable=False),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["invoice_id"], ["invoice.invoice_id"], name=op.f("invoice_process_invoice_id_fkey")
        ),
        sa.PrimaryKeyConstraint("invoice_id", "process_id", name=op.f("invoice_process_pkey")),
    )
    op.create_index(op.f("ix_invoice_process_process_id"), "invoice_process", ["process_id"], unique=False)
    op.add_column(
        "invoice", sa.Column("collective", sa.Boolean(), server_default=sa.text("false"), nullable=False)
    )
    op.execute(
        "CREATE TRIGGER invoice_process_not_emptied BEFORE TRUNCATE ON invoice_process FOR EACH "
        "STATEMENT EXECUTE FUNCTION refuse_change_of_issued()"
    )
    op.execute(
        "CREATE TRIGGER invoice_process_unchanged BEFORE DELETE OR UPDATE ON invoice_process FOR EACH "
        "ROW EXECUTE FUNCTION refuse_change_of_issued()"
    )
