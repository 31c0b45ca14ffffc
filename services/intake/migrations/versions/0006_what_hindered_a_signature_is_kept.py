"""of what a supervisor told at a signature it is kept whether it was more than the paper showed"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.add_column("interest_declaration", sa.Column("hindered", sa.Boolean))
