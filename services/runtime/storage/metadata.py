"""The tables of one database: a service's own, joined by those that the runtime needs in every one of them.

Each service has its metadata to itself, so that two of them may each have a table of the same name.
"""

import sqlalchemy as sa
from sqlmodel import SQLModel
from sqlmodel.sql.sqltypes import AutoString

from services.runtime.storage import tables

NAMES = {
    "pk": "%(table_name)s_pkey",
    "uq": "%(table_name)s_%(column_0_N_name)s_key",
    "fk": "%(table_name)s_%(column_0_N_name)s_fkey",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "ck": "%(constraint_name)s",
}
"""What a constraint is called that was given no name: as PostgreSQL itself does it. A check must have a name."""


class Row(SQLModel):
    """What every service's tables are made of. A row of ours is not checked as what comes from elsewhere is: nothing is
    built for that before somebody asks for it.
    """

    model_config = {"defer_build": True}


def own_metadata(*shared: sa.MetaData) -> sa.MetaData:
    """For a service's `tables.py`: empty but for the runtime's tables and those of `shared`, which are copied."""
    own = sa.MetaData(naming_convention=NAMES)
    for one in (tables.metadata, *shared):
        for table in one.tables.values():
            table.to_metadata(own)
    return own


@sa.event.listens_for(sa.Table, "after_parent_attach")
def _text_has_no_length(table: sa.Table, _: sa.MetaData) -> None:
    """A field that is a `str` becomes `text`, as in the migrations; SQLModel alone would make it `varchar`."""
    for column in table.columns:
        if isinstance(column.type, AutoString):
            column.type = sa.Text()
