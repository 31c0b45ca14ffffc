"""What the tables of this service have in common."""

from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from services.runtime.provider.tables import languages_metadata
from services.runtime.provider.tables import metadata as provider_metadata
from services.runtime.storage.metadata import Row, own_metadata
from services.web.tables import metadata as web_metadata

AT = sa.DateTime(timezone=True)


metadata = own_metadata(web_metadata, provider_metadata, languages_metadata)


class Table(Row):
    """Every table of this service."""

    metadata = metadata


def at() -> Any:
    return Field(default=None, sa_type=AT)
