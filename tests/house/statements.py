"""Which statements a service asks of its database meanwhile."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa

from services.runtime.service import Service


@contextmanager
def asked(service: Service[Any], table: str) -> Iterator[list[str]]:
    """The statements that name the table."""
    found: list[str] = []

    def take(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if f"FROM {table}" in statement:
            found.append(statement)

    sa.event.listen(service.engine.sync_engine, "before_cursor_execute", take)
    try:
        yield found
    finally:
        sa.event.remove(service.engine.sync_engine, "before_cursor_execute", take)
