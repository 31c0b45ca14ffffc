"""The statements for what alembic's comparison does not see: exclusion constraints, changed predicates, triggers ..."""

import textwrap
from collections.abc import Iterable, Iterator

from alembic.autogenerate import renderers
from alembic.autogenerate.api import AutogenContext
from alembic.operations.ops import ExecuteSQLOp

from deploy.schema.catalogue import Difference

_WIDTH = 95
_GENERATED = "GENERATED STORED "
_DROPPED_IN_TURN = ("trigger", "constraint", "index", "function")
_CREATED_IN_TURN = ("function", "column", "constraint", "index", "trigger")


class Statement(ExecuteSQLOp):
    """SQL as it is; a string a line where it is long."""


@renderers.dispatch_for(Statement)
def _rendered(_: AutogenContext, operation: Statement) -> str:
    sql = str(operation.sqltext)
    lines = sql.splitlines(keepends=True) if "\n" in sql else _wrapped(sql)
    return f"op.execute({' '.join(map(repr, lines))})"


def _wrapped(sql: str) -> list[str]:
    """Put together again it is the same to the last space."""
    return textwrap.wrap(
        sql,
        _WIDTH,
        drop_whitespace=False,
        replace_whitespace=False,
        break_long_words=False,
        break_on_hyphens=False,
    )


def statements(found: Iterable[Difference]) -> Iterator[Statement]:
    """What makes the migrated database like the declared one, as far as that can be said without a person."""
    in_turn = list(found)
    for kind in _DROPPED_IN_TURN:
        yield from (_drop(one) for one in in_turn if one.kind == kind and _is_dropped_first(one))
    for kind in _CREATED_IN_TURN:
        for one in in_turn:
            if one.kind == kind and (created := _created(one)):
                yield Statement(created.replace(" public.", " "))


def _is_dropped_first(one: Difference) -> bool:
    """A changed function is replaced under the triggers that call it."""
    return one.migrated is not None and (one.kind != "function" or one.declared is None)


def _drop(one: Difference) -> Statement:
    table, _, name = one.thing.rpartition(".")
    schema = table.rpartition(".")[0]
    return Statement(
        {
            "trigger": f"DROP TRIGGER {name} ON {table}",
            "constraint": f"ALTER TABLE {table} DROP CONSTRAINT {name}",
            "index": f"DROP INDEX {schema}.{name}" if schema else f"DROP INDEX {name}",
            "function": f"DROP FUNCTION {one.thing}",
        }[one.kind]
    )


def _created(one: Difference) -> str | None:
    table, _, name = one.thing.rpartition(".")
    if one.declared is None:
        return None
    if one.kind == "constraint":
        return f"ALTER TABLE {table} ADD CONSTRAINT {name} {one.declared}"
    if one.kind != "column":
        return one.declared
    return _computed_anew(table, name, one.migrated or "", one.declared)


def _computed_anew(table: str, name: str, migrated: str, declared: str) -> str | None:
    """Only where the type stayed; the rows are written anew."""
    before, after = migrated.partition(_GENERATED), declared.partition(_GENERATED)
    if not after[1] or before[:2] != after[:2]:
        return None
    return f"ALTER TABLE {table} ALTER COLUMN {name} SET EXPRESSION AS ({after[2]})"
