"""A service's tables as its code declares them, made in an empty database."""

from importlib import import_module

import sqlalchemy as sa


def declared_tables(package: str) -> sa.MetaData:
    """Every table of the service's database: its own, and those that it shares."""
    metadata: sa.MetaData = import_module(f"{package}.tables").metadata
    return metadata


def create_declared(connection: sa.Connection, metadata: sa.MetaData) -> None:
    """All at once and without migrations; what a service needs beyond the core must be there."""
    for schema in sorted({table.schema for table in metadata.tables.values() if table.schema}):
        connection.execute(sa.schema.CreateSchema(schema))
    metadata.create_all(connection)
