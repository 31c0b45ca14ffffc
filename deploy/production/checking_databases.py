"""Whether every database is there, has the tables of this release, and lets in as many as may come at once."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass

from deploy.backup.restoring import newest
from deploy.machine import keys
from deploy.operating import opened
from deploy.production.elsewhere import Elsewhere
from deploy.production.migrating import hindrances
from services.runtime.storage.connections import most_open
from services.runtime.storage.encrypted import plain

Said = tuple[str, bool, str, str]
FREE_FOR_OTHERS = 10
"""For migrations, backups, and whoever looks."""
_LIMIT = "SELECT rolconnlimit FROM pg_roles WHERE rolname = current_user"
_PLACES = """
SELECT current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
"""


@dataclass(frozen=True)
class _Seen:
    """revisions: of its tables. limit: how often its role may open it, -1: without one. places: of its server."""

    revisions: frozenset[str]
    limit: int
    places: int


async def of_databases(where: Elsewhere) -> AsyncIterator[Said]:
    """One line for what hinders at one server, one for all that are well, and one a server."""
    urls = {role: where.database_url(role) for role in keys.ROLES}
    remedy = f"look at luotsi_database_url below {where.folder}/secrets"
    seen: dict[str, _Seen] = {}
    if not (hindered := await hindrances(urls)):
        seen, hindered = await _seen_in(urls)
    for found in opened.each_once(hindered, urls):
        yield "database", False, found, remedy
    if others := [role for role, one in seen.items() if one.revisions != {newest(role)}]:
        found = f"{', '.join(others)}: its tables are of another release"
        yield "database", False, found, f"./luotsi databases {where.folder}"
    elif not hindered:
        yield "databases", True, f"{len(urls)} are there, with the tables of this release", ""
        for said in _places(where, urls, seen):
            yield said
        yield _bounds(where, seen)


async def _seen_in(urls: Mapping[str, str]) -> tuple[dict[str, _Seen], dict[str, str]]:
    """And why some could not be looked at."""
    found = await asyncio.gather(*map(_look, urls.values()))
    told = dict(zip(urls, found, strict=True))
    hindered = {role: one for role, one in told.items() if isinstance(one, str)}
    return {role: one for role, one in told.items() if isinstance(one, _Seen)}, hindered


async def _look(url: str) -> _Seen | str:
    try:
        async with asyncio.timeout(opened.ANSWERS_WITHIN_S):
            connection = await opened.opened_soon(url)
            try:
                there = await connection.fetchval("SELECT to_regclass('alembic_version')")
                asked = "SELECT version_num FROM alembic_version"
                revisions = {row[0] for row in await connection.fetch(asked)} if there else set()
                limit, places = [await connection.fetchval(one) for one in (_LIMIT, _PLACES)]
                return _Seen(frozenset(revisions), limit, places)
            finally:
                connection.terminate()  # a good-bye waits for an answer
    except Exception as error:
        return opened.why_not(error)


def _bounds(where: Elsewhere, seen: Mapping[str, _Seen]) -> Said:
    """A role that may open all connections keeps the others out; one that may open too few, its own program."""
    unfit = [role for role, one in seen.items() if one.limit < _most(where, role)]
    if not unfit:
        return "bounds", True, "no role takes all connections of its server", ""
    said = f"roles with too small a CONNECTION LIMIT, or none: {', '.join(unfit)}"
    remedy = f"give PostgreSQL what ./luotsi databases {where.folder} --sql prints, or your own"
    return "bounds", False, said, remedy


def _places(where: Elsewhere, urls: Mapping[str, str], seen: Mapping[str, _Seen]) -> list[Said]:
    """One of each program; who runs two of a kind needs as many again."""
    servers: dict[tuple[str | None, int | None], list[str]] = {}
    for role, url in urls.items():
        made = plain(url)
        servers.setdefault((made.host, made.port), []).append(role)
    return [_fits(where, host, there, seen[there[0]].places) for (host, _), there in servers.items()]


def _fits(where: Elsewhere, host: str | None, roles: list[str], places: int) -> Said:
    needed = sum(_most(where, role) for role in roles) + FREE_FOR_OTHERS
    said = f"{host} lets in {places} at once, and {needed} may come in a rush, Temporal's own not counted"
    remedy = "raise its max_connections, or lower LUOTSI_DATABASE_POOL in common.env"
    return "connections", places >= needed, said, "" if places >= needed else remedy


def _most(where: Elsewhere, role: str) -> int:
    return most_open(where.settings(role).database_pool)
