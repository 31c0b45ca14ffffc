"""What the tables of this service have in common."""

import sqlalchemy as sa

from services.runtime.storage.metadata import Row, own_metadata

AT = sa.DateTime(timezone=True)


metadata = own_metadata()


class Table(Row):
    """Every table of this service."""

    metadata = metadata
