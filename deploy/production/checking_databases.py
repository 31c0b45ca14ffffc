"""Whether every database is there, has the tables of this release, and lets in as many as may come at once."""

from collections.abc import AsyncIterator, Mapping

from deploy.backup.restoring import newest
from deploy.machine import keys
from deploy.production.elsewhere import Elsewhere
from deploy.production.migrating import hindrance
from services.runtime.storage.connections import most_open
from services.runtime.storage.encrypted import connect, plain

Said = tuple[str, bool, str, str]
FREE_FOR_OTHERS = 10
"""For migrations, backups, and whoever looks."""


async def of_databases(where: Elsewhere) -> AsyncIterator[Said]:
    """One line a database that is not as it should be, one for all that are, and one a server."""
    urls = {role: where.database_url(role) for role in keys.ROLES}
    well = 0
    for role, url in urls.items():
        if hindered := await hindrance(role, url):
            yield "database", False, hindered, f"look at {where.folder}/secrets/{role}/luotsi_database_url"
        elif not await _is_of_this_release(role, url):
            found = f"{role}: its tables are of another release"
            yield "database", False, found, f"./luotsi databases {where.folder}"
        else:
            well += 1
    if well == len(urls):
        yield "databases", True, f"{well} are there, with the tables of this release", ""
        async for said in _places(where, urls):
            yield said
        yield await _bounds(where, urls)


async def _bounds(where: Elsewhere, urls: Mapping[str, str]) -> Said:
    """A role that may open all connections keeps the others out; one that may open too few, its own program."""
    unfit = []
    for role, url in urls.items():
        connection = await connect(url, timeout=20)
        try:
            most = await connection.fetchval("SELECT rolconnlimit FROM pg_roles WHERE rolname = current_user")
        finally:
            await connection.close()
        if most < most_open(where.settings(role).database_pool):
            unfit.append(role)
    said = f"roles with too small a CONNECTION LIMIT, or none: {', '.join(unfit)}"
    if not unfit:
        return "bounds", True, "no role takes all connections of its server", ""
    return (
        "bounds",
        False,
        said,
        f"give PostgreSQL what ./luotsi databases {where.folder} --sql prints, or your own",
    )


async def _is_of_this_release(role: str, url: str) -> bool:
    connection = await connect(url, timeout=20)
    try:
        if not await connection.fetchval("SELECT to_regclass('alembic_version')"):
            return False
        found = {row[0] for row in await connection.fetch("SELECT version_num FROM alembic_version")}
    finally:
        await connection.close()
    return found == {newest(role)}


async def _places(where: Elsewhere, urls: Mapping[str, str]) -> AsyncIterator[Said]:
    """One of each program; who runs two of a kind needs as many again."""
    servers: dict[tuple[str | None, int | None], list[str]] = {}
    for role, url in urls.items():
        made = plain(url)
        servers.setdefault((made.host, made.port), []).append(role)
    for (host, _), there in servers.items():
        connection = await connect(urls[there[0]], timeout=20)
        try:
            most = "current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int"
            places = await connection.fetchval(f"SELECT {most}")
        finally:
            await connection.close()
        needed = sum(most_open(where.settings(role).database_pool) for role in there) + FREE_FOR_OTHERS
        said = f"{host} lets in {places} at once, and {needed} may come in a rush, Temporal's own not counted"
        yield (
            "connections",
            places >= needed,
            said,
            ""
            if places >= needed
            else "raise its max_connections, or lower LUOTSI_DATABASE_POOL in common.env",
        )
