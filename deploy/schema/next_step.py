"""A service's next migration step, found by comparing the database that its steps make with its tables."""

import contextlib
import dataclasses
import io
import subprocess
import sys
import warnings
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.operations import Operations, ops
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.exc import DBAPIError
from sqlmodel.sql.sqltypes import UTCDateTime

from deploy.schema.catalogue import Catalogue, catalogue_of, differences
from deploy.schema.declared import declared_tables
from deploy.schema.remainder import statements
from services.runtime.storage.migrating import configuration


@dataclasses.dataclass
class Step:
    """What was written. doubtful: what a person should think over. by_hand: what the file still lacks."""

    file: Path
    doubtful: list[str] = dataclasses.field(default_factory=list)
    by_hand: list[str] = dataclasses.field(default_factory=list)


def write_next_step(connection: sa.Connection, package: str, words: str, declared: Catalogue) -> Step | None:
    """connection: to a database that stands at the newest step. None when nothing has changed."""
    if not list(differences(catalogue_of(connection), declared)):
        return None
    doubtful: list[str] = []

    def complete(context: MigrationContext, _: object, scripts: list[ops.MigrationScript]) -> None:
        upgrade = scripts[0].upgrade_ops
        assert upgrade is not None
        upgrade.ops[:0] = _missing_schemas(connection, declared)
        upgrade.ops.extend(_unseen(context, upgrade, declared))
        doubtful.extend(_doubtful(upgrade))

    config = comparison(connection, package, process_revision_directives=complete, render_item=_render_item)
    return Step(_written(config, words), doubtful)


def comparison(connection: sa.Connection, package: str, **more: Any) -> Config:
    """For those of alembic's commands that compare a database with the tables."""
    return configuration(
        connection,
        package,
        target_metadata=declared_tables(package),
        include_schemas=True,
        compare_server_default=True,
        autogenerate_plugins=["alembic.autogenerate.*", "alembic.ext.checkconstraint_byname"],
        **more,
    )


def carried_out(connection: sa.Connection, package: str, declared: Catalogue) -> Iterator[str]:
    """Takes the newest step; what keeps its database from being as the tables say, a sentence each."""
    try:
        with connection.begin_nested():
            command.upgrade(configuration(connection, package), "head")
    except DBAPIError as refused:
        yield f"PostgreSQL refuses it: {reason(refused)}"
        return
    yield from map(str, differences(catalogue_of(connection), declared))


def reason(refused: DBAPIError) -> str:
    """In PostgreSQL's own words, without the driver's."""
    return str(refused.orig).rpartition(">: ")[2]


def put_in_order(file: Path) -> Iterator[str]:
    """The house's format; what the linter cannot mend itself, a sentence each."""
    ruff = (sys.executable, "-m", "ruff")
    tidy = ("check", "--quiet", "--fix", "--select", "F401,I", str(file))
    for words in (tidy, ("format", "--quiet", str(file))):
        subprocess.run((*ruff, *words), capture_output=True, check=False)
    checked = subprocess.run(
        (*ruff, "check", "--quiet", "--output-format", "concise", str(file)),
        capture_output=True,
        text=True,
        check=False,
    )
    yield from checked.stdout.splitlines()


def _written(config: Config, words: str) -> Path:
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.set_main_option("truncate_slug_length", "60")
    newest = ScriptDirectory.from_config(config).get_current_head()
    number = f"{int(newest or 0) + 1:04}"
    # What alembic cannot compare it warns of; the catalogues say so more exactly.
    with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        script = command.revision(config, words, autogenerate=True, rev_id=number)
    assert script is not None and not isinstance(script, list)
    return Path(script.path)


def _missing_schemas(connection: sa.Connection, declared: Catalogue) -> list[ops.MigrateOperation]:
    found = differences(catalogue_of(connection), declared)
    return [
        ops.ExecuteSQLOp(f"CREATE SCHEMA {one.thing}")
        for one in found
        if one.kind == "schema" and one.migrated is None
    ]


def _unseen(
    context: MigrationContext, upgrade: ops.UpgradeOps, declared: Catalogue
) -> list[ops.MigrateOperation]:
    """Takes the operations, looks at what is still different, and undoes them."""
    assert context.connection is not None
    taken = context.connection.begin_nested()
    try:
        operations = Operations(context)
        for one in _each(upgrade.ops):
            operations.invoke(one)
        return list(statements(differences(catalogue_of(context.connection), declared)))
    except DBAPIError:  # the same is said of the file, once it is there
        return []
    finally:
        taken.rollback()


def _each(operations: Iterable[ops.MigrateOperation]) -> Iterator[ops.MigrateOperation]:
    for one in operations:
        if isinstance(one, ops.OpContainer):
            yield from _each(one.ops)
        else:
            yield one


def _doubtful(upgrade: ops.UpgradeOps) -> Iterator[str]:
    for one in _each(upgrade.ops):
        match one:
            case ops.DropTableOp():
                yield f"table {one.table_name} is dropped with all that is kept there; renaming is by hand"
            case ops.DropColumnOp():
                name = f"{one.table_name}.{one.column_name}"
                yield f"column {name} is dropped with all that is kept there; renaming is by hand"
            case ops.AddColumnOp() if _fails_where_rows_are(one.column):
                name = f"{one.table_name}.{one.column.name}"
                yield f"column {name} has no default: where there are rows the step fails"
            case ops.AlterColumnOp(modify_nullable=False):
                name = f"{one.table_name}.{one.column_name}"
                yield f"column {name} must have a value: where a row has none the step fails"


def _fails_where_rows_are(column: "sa.Column[Any]") -> bool:
    return not (column.nullable or column.server_default or column.identity or column.computed)


def _render_item(kind: str, thing: Any, _: object) -> str | bool:
    """SQLModel's own type in SQLAlchemy's words, so that a step needs no other import."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(thing, UTCDateTime) else False
