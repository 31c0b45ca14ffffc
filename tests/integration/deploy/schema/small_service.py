"""A service of two tables, written into a folder, with its first step; and the same after somebody changed it."""

from pathlib import Path

HEAD = '''"""What it keeps."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlmodel import Field, SQLModel

from services.runtime.storage.metadata import own_metadata

metadata = own_metadata()


class Table(SQLModel):
    metadata = metadata

'''
BEFORE = """
class Slot(Table, table=True):
    slot_id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    first: int
    last: int
    note: str | None = None
    __table_args__ = (
        sa.Column("during", postgresql.INT4RANGE, sa.Computed("int4range(first, last)", persisted=True)),
        sa.CheckConstraint("first < last", name="forward"),
        sa.Index("slot_first", "first"),
    )
"""
AFTER = """
class Slot(Table, table=True):
    slot_id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    first: int
    last: int
    kind: str = Field(sa_column_kwargs={"server_default": "agreed"})
    at: datetime | None = None
    size: int
    __table_args__ = (
        sa.Column("during", postgresql.INT4RANGE, sa.Computed("int4range(first, last, '[]')", persisted=True)),
        sa.CheckConstraint("first <= last", name="forward"),
        sa.CheckConstraint("kind IN ('agreed', 'asked')", name="kind_known"),
        sa.Index("slot_first", "first", postgresql_where=sa.text("kind = 'agreed'")),
        postgresql.ExcludeConstraint(
            ("during", "&&"), using="gist", where=sa.text("kind <> 'asked'"), name="apart"
        ),
    )


def refuse_a_long_one(_: object, connection: sa.Connection, **__: object) -> None:
    connection.exec_driver_sql(REFUSE)
    connection.exec_driver_sql(
        "CREATE TRIGGER slot_short BEFORE INSERT ON slot FOR EACH ROW EXECUTE FUNCTION refuse_a_long_one()"
    )


REFUSE = '''
CREATE FUNCTION refuse_a_long_one() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF new.last > 99 THEN RAISE EXCEPTION 'too   long, "it" is'; END IF;
    RETURN new;
END $$
'''
sa.event.listen(metadata, "after_create", refuse_a_long_one)


class Note(Table, table=True):
    __table_args__ = ({"schema": "confidential"},)
    note_id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    slot_id: int = Field(foreign_key="slot.slot_id", index=True)
"""
FIRST_STEP = '''"""slots"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from services.runtime.storage.first_tables import create_runtime_tables

revision = "0001"
down_revision = None


def upgrade() -> None:
    create_runtime_tables(op)
    op.create_table(
        "slot",
        sa.Column("slot_id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("first", sa.Integer, nullable=False),
        sa.Column("last", sa.Integer, nullable=False),
        sa.Column("note", sa.Text),
        sa.Column("during", postgresql.INT4RANGE, sa.Computed("int4range(first, last)", persisted=True)),
        sa.CheckConstraint("first < last", name="forward"),
    )
    op.create_index("slot_first", "slot", ["first"])
'''


def write_service(folder: Path, tables: str) -> None:
    """folder: whose name is the package's."""
    steps = folder / "migrations" / "versions"
    steps.mkdir(parents=True)
    (folder / "__init__.py").touch()
    (folder / "tables.py").write_text(HEAD + tables)
    (steps / "0001_slots.py").write_text(FIRST_STEP)
