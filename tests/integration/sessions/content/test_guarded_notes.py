"""The database itself gives out a note to whoever has said for which author, and to nobody else."""

from collections.abc import AsyncIterator
from uuid import UUID, uuid4

import asyncpg
import pytest

from services.messages import sessions as messages
from services.messages.directory import PersonsMerged
from services.messages.values import Role
from tests.house import House
from tests.integration.sessions.builders import PLANNED, planned_anew, viewer

ROLE = "sessions_of_a_test"
ALL = "SELECT author_id FROM confidential.note"


@pytest.fixture
async def guarded(own_house: House) -> AsyncIterator[tuple[House, str]]:
    """sessions runs as a role that is no superuser, as it does everywhere but in other tests; and its address."""
    await own_house.open("directory", "intake", "contracts", "sessions")
    url = (await own_house.databases.url("sessions")).replace("postgresql+asyncpg", "postgresql")
    yield own_house, url


async def as_an_ordinary_role(url: str) -> None:
    """From now on whoever comes in is one; who is in comes in anew."""
    server = await asyncpg.connect(url)
    name = await server.fetchval("SELECT current_database()")
    if not await server.fetchval("SELECT 1 FROM pg_roles WHERE rolname = $1", ROLE):
        await server.execute(f"CREATE ROLE {ROLE} NOLOGIN")
    for schema in ("public", "confidential"):
        await server.execute(f"GRANT ALL ON SCHEMA {schema} TO {ROLE}")
        for things in ("TABLES", "SEQUENCES"):
            await server.execute(f"GRANT ALL ON ALL {things} IN SCHEMA {schema} TO {ROLE}")
    await server.execute(f"ALTER TABLE confidential.note OWNER TO {ROLE}")
    await server.execute(f"ALTER ROLE CURRENT_USER IN DATABASE {name} SET role = '{ROLE}'")
    others = "datname = current_database() AND pid <> pg_backend_pid()"
    await server.execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}")
    await server.close()


def authors(found: list[asyncpg.Record]) -> set[UUID]:
    return {row["author_id"] for row in found}


async def test_a_statement_sees_the_notes_of_the_authors_that_it_names_and_no_others(
    guarded: tuple[House, str],
) -> None:
    house, url = guarded
    contract, series = await planned_anew(house)
    await as_an_ordinary_role(url)
    author, at = contract.parties.supervisor_id, series[0].session_id
    for text in ("Ensin.", "Sitten."):
        await house.ask(messages.WriteNote(session_id=at, author_id=author, text=text, as_of=PLANNED))
    mine = viewer(author, Role.SUPERVISOR)
    assert (await house.ask(messages.ReadNote(session_id=at, viewer=mine))).text == "Sitten."
    assert (await house.ask(messages.ShowSession(session_id=at, viewer=mine))).has_note
    await seen_by_a_raw_connection(url, at, author)
    stays = await merged_into_another(house, author)
    mine = viewer(stays, Role.SUPERVISOR)
    assert (await house.ask(messages.ReadNote(session_id=at, viewer=mine))).text == "Sitten."


async def seen_by_a_raw_connection(url: str, at: UUID, author: UUID) -> None:
    raw = await asyncpg.connect(url)
    try:
        assert await raw.fetchval("SELECT current_user") == ROLE
        assert authors(await raw.fetch(ALL)) == set()
        for others in ("", str(uuid4()), f"{uuid4()},{uuid4()}", "nobody"):
            await raw.execute("SELECT set_config('luotsi.authors', $1, false)", others)
            assert authors(await raw.fetch(ALL)) == set()
            assert await raw.execute("DELETE FROM confidential.note") == "DELETE 0"
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await raw.execute("INSERT INTO confidential.note VALUES ($1, $2, 'x', now())", at, author)
        await raw.execute("SELECT set_config('luotsi.authors', $1, false)", f"{uuid4()},{author}")
        assert authors(await raw.fetch(ALL)) == {author}
    finally:
        await raw.close()


async def merged_into_another(house: House, author: UUID) -> UUID:
    """The entry that stays, once sessions has heard of it."""
    stays = uuid4()
    await house.say(
        "directory",
        PersonsMerged(
            merge_id=uuid4(), kept_id=stays, absorbed_id=author, merged_by=uuid4(), merged_at=PLANNED
        ),
    )
    await house.quiet()
    return stays
