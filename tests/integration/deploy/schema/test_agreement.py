"""Each service's migrations and its tables make the same database: an index or a constraint that only one of them
knows turns this red. `./luotsi migration` writes the step that is missing.
"""

import pytest
from alembic import command

from deploy.machine import keys
from deploy.machine.databases import EXTENSIONS, add_extensions, package_of
from deploy.schema.catalogue import catalogue_of, differences
from deploy.schema.declared import create_declared, declared_tables
from deploy.schema.next_step import comparison
from services.runtime.storage.migrating import upgrade
from tests.integration.deploy.schema.databases import empty_database, url_of
from tests.servers import Servers


@pytest.mark.parametrize("role", keys.ROLES)
async def test_tables_and_migrations_agree(servers: Servers, role: str) -> None:
    async with (
        empty_database(servers, f"migrated_{role}") as migrated,
        empty_database(servers, f"declared_{role}") as declared,
    ):
        await upgrade(package_of(role), url_of(migrated))
        await add_extensions(url_of(declared, driver="postgresql"), EXTENSIONS.get(role, ()))
        async with declared.begin() as connection:
            await connection.run_sync(create_declared, declared_tables(package_of(role)))
        async with migrated.connect() as one, declared.connect() as other:
            found = differences(await one.run_sync(catalogue_of), await other.run_sync(catalogue_of))
            assert not list(map(str, found))
            # Nothing in the next step that nobody meant.
            await one.run_sync(lambda on: command.check(comparison(on, package_of(role))))


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ("CREATE SCHEMA apart", "schema apart"),
        ("ALTER TABLE slot ADD reason text", "column slot.reason"),
        ("ALTER TABLE slot ALTER note TYPE varchar", "column slot.note"),
        ("ALTER TABLE slot ALTER note SET NOT NULL", "column slot.note"),
        ("ALTER TABLE slot ALTER note SET DEFAULT ''", "column slot.note"),
        ("ALTER TABLE slot ALTER during SET EXPRESSION AS (int4range(a, b + 1))", "column slot.during"),
        ("ALTER TABLE slot ALTER id DROP IDENTITY", "column slot.id"),
        ("ALTER TABLE slot ADD CONSTRAINT one_note UNIQUE (note)", "constraint slot.one_note"),
        ("ALTER TABLE slot ADD CONSTRAINT forward CHECK (a < b)", "constraint slot.forward"),
        ("ALTER TABLE slot ADD CONSTRAINT up FOREIGN KEY (a) REFERENCES slot", "constraint slot.up"),
        ("ALTER TABLE slot DROP CONSTRAINT apart", "constraint slot.apart"),
        ("ALTER TABLE slot RENAME CONSTRAINT apart TO other", "constraint slot.other"),
        ("CREATE INDEX slot_a ON slot (a)", "index slot.slot_a"),
        ("DROP INDEX slot_b; CREATE INDEX slot_b ON slot (b) WHERE a > 0", "index slot.slot_b"),
        ("DROP TRIGGER unchanged ON slot", "trigger slot.unchanged"),
        ("CREATE FUNCTION one() RETURNS int LANGUAGE sql RETURN 1", "function one()"),
        ("CREATE VIEW slots AS SELECT a FROM slot", "view slots"),
        ("CREATE SEQUENCE numbers", "sequence numbers"),
        ("CREATE TYPE colour AS ENUM ('red')", "type colour"),
    ],
)
async def test_what_only_one_of_two_databases_has_is_seen(servers: Servers, change: str, name: str) -> None:
    async with empty_database(servers, "slots") as engine, engine.connect() as connection:
        for statement in (
            "CREATE TABLE slot (id int PRIMARY KEY GENERATED ALWAYS AS IDENTITY, a int, b int, note text,"
            " during int4range GENERATED ALWAYS AS (int4range(a, b)) STORED,"
            " CONSTRAINT apart EXCLUDE USING gist (during WITH &&))",
            "CREATE INDEX slot_b ON slot (b)",
            "CREATE TRIGGER unchanged BEFORE UPDATE ON slot"
            " FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()",
        ):
            await connection.exec_driver_sql(statement)
        before = await connection.run_sync(catalogue_of)
        for statement in change.split("; "):
            await connection.exec_driver_sql(statement)
        found = differences(before, await connection.run_sync(catalogue_of))
    assert name in {one.name for one in found}
