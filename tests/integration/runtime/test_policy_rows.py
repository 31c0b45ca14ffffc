"""The policy as a filter in a real PostgreSQL finds exactly what it allows object by object."""

from collections.abc import AsyncIterator
from itertools import product
from uuid import UUID, uuid5

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from services.messages.policy import WHO_DOES_WHAT, WHO_SEES_WHAT
from services.messages.values import Role, Viewer
from services.runtime.policy import Belongs, Owners, can, reached_rows, reaches, rows_for, seen_rows, sees
from tests.servers import Servers

ORGANISATIONS = (UUID(int=1), UUID(int=2), None)
DEPARTMENTS = (UUID(int=21), UUID(int=22), None)
PEOPLE = (UUID(int=11), UUID(int=12), UUID(int=13))
MEMBERS: tuple[frozenset[UUID], ...] = (
    frozenset(),
    frozenset({PEOPLE[0]}),
    frozenset({PEOPLE[1]}),
    frozenset(PEOPLE[:2]),
)
OBJECTS = {
    uuid5(UUID(int=0), str(number)): Belongs(*owners, representative_id=min(owners[2], default=None))
    for number, owners in enumerate(
        product(ORGANISATIONS, (*PEOPLE, None), MEMBERS, (*PEOPLE, None), DEPARTMENTS)
    )
}
VIEWERS = [
    Viewer(person_id=person, role=role, organisation_id=organisation, department_id=department)
    for role, person, organisation, department in product(Role, PEOPLE[:2], ORGANISATIONS, DEPARTMENTS[1:])
    if organisation or not department
]

TABLE = sa.Table(
    "owned",
    sa.MetaData(),
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("organisation_id", sa.Uuid),
    sa.Column("contact_id", sa.Uuid),
    sa.Column("supervisee_ids", postgresql.ARRAY(sa.Uuid)),
    sa.Column("supervisor_id", sa.Uuid),
    sa.Column("department_id", sa.Uuid),
    sa.Column("representative_id", sa.Uuid),
    prefixes=["TEMPORARY"],
)
OWNERS = Owners(
    TABLE.c.organisation_id,
    TABLE.c.contact_id,
    TABLE.c.supervisee_ids,
    TABLE.c.supervisor_id,
    TABLE.c.department_id,
    TABLE.c.representative_id,
)


@pytest.fixture
async def database(servers: Servers) -> AsyncIterator[AsyncConnection]:
    """One connection with the objects as rows of a temporary table; nobody's members are sometimes NULL."""
    engine = create_async_engine(servers.postgres_dsn.replace("postgresql://", "postgresql+asyncpg://"))
    async with engine.connect() as connection:
        await connection.run_sync(TABLE.create)
        rows = [
            {**vars(one), "id": id_, "supervisee_ids": list(one.supervisee_ids) or (None if n % 2 else [])}
            for n, (id_, one) in enumerate(OBJECTS.items())
        ]
        await connection.execute(sa.insert(TABLE), rows)
        yield connection
    await engine.dispose()


async def found(database: AsyncConnection, condition: sa.ColumnElement[bool]) -> set[UUID]:
    return set((await database.execute(sa.select(TABLE.c.id).where(condition))).scalars())


def viewers_of(role: Role) -> list[Viewer]:
    return [viewer for viewer in VIEWERS if viewer.role is role]


def test_every_relation_is_there_and_also_what_belongs_to_nobody() -> None:
    assert len(OBJECTS) == 3 * 4 * 4 * 4 * 3
    assert Belongs() in OBJECTS.values()


@pytest.mark.parametrize("role", Role)
async def test_the_rows_to_act_on_are_those_that_each_action_is_allowed_on(
    database: AsyncConnection, role: Role
) -> None:
    for viewer, action in product(viewers_of(role), WHO_DOES_WHAT):
        allowed = {id_ for id_, belongs in OBJECTS.items() if can(viewer, action, belongs)}
        assert await found(database, rows_for(viewer, action, OWNERS)) == allowed, (viewer, action)


@pytest.mark.parametrize("role", Role)
async def test_the_rows_to_see_are_those_of_which_anything_is_seen(
    database: AsyncConnection, role: Role
) -> None:
    for viewer, what in product(viewers_of(role), WHO_SEES_WHAT):
        seen = {id_ for id_, belongs in OBJECTS.items() if sees(viewer, what, belongs) != "no"}
        assert await found(database, seen_rows(viewer, what, OWNERS)) == seen, (viewer, what)


async def test_each_row_is_reached_or_not_and_never_unknown(database: AsyncConnection) -> None:
    for viewer in VIEWERS:
        condition = reached_rows(viewer, OWNERS)
        rows = (await database.execute(sa.select(TABLE.c.id, condition))).all()
        assert {id_: reached for id_, reached in rows} == {
            id_: reaches(viewer, belongs) for id_, belongs in OBJECTS.items()
        }
        assert await found(database, sa.not_(condition)) == {
            id_ for id_, belongs in OBJECTS.items() if not reaches(viewer, belongs)
        }


async def test_an_owner_without_a_column_reaches_nobody(database: AsyncConnection) -> None:
    for viewer in VIEWERS:
        everything = set(OBJECTS) if reaches(viewer, Belongs()) else set()
        assert await found(database, reached_rows(viewer, Owners())) == everything
