"""The databases of a test house: each service's own, copied from what was made once for the whole run."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import asyncpg
from uuid6 import uuid7

from deploy.machine import keys
from deploy.machine.databases import package_of
from services.runtime.storage.migrating import upgrade
from tests.contents import Contents
from tests.servers import Servers

_templates: set[str] = set()
_first: dict[str, Contents] = {}
"""What is in a new one, by service: the rows that its migrations write."""


class Databases:
    def __init__(self, servers: Servers) -> None:
        self._dsn = servers.postgres_dsn
        self._names: dict[str, str] = {}
        self._asked: dict[str, asyncpg.Connection] = {}
        self._used: set[str] = set()
        """Whose anybody has come near since all of them were as new: the others' still are."""

    async def url(self, service: str) -> str:
        """Of the service's, which is made here if it is not there yet."""
        if service not in self._names:
            template = await self._template(service)
            self._names[service] = await self._copy_of(template, f"{service}_{uuid7().hex}")
        if service not in _first:
            _first[service] = await self.contents(service)
        self._used.add(service)
        return self._url(self._names[service])

    async def rows(self, service: str, query: str, *arguments: Any) -> Sequence[asyncpg.Record]:
        """What a query finds in the service's database."""
        self._used.add(service)
        async with self._connection(self._names[service]) as connection:
            rows: Sequence[asyncpg.Record] = await connection.fetch(query, *arguments)
            return rows

    @asynccontextmanager
    async def _connection(self, database: str) -> AsyncIterator[asyncpg.Connection]:
        """The one that is kept for the next question; another while it is in use, or after the server has died."""
        connection = self._asked.pop(database, None)
        if connection is None or connection.is_closed():
            connection = await asyncpg.connect(self._dsn, database=database)
        try:
            yield connection
        finally:
            other = self._asked.setdefault(database, connection)
            if other is not connection:
                await connection.close()

    async def contents(self, service: str) -> Contents:
        """What is in the service's. Nobody may be writing."""
        async with self._connection(self._names[service]) as connection:
            return await Contents.taken_from(connection)

    async def begin_with(self, contents: dict[str, Contents]) -> None:
        """These have this in them from now on, whoever is connected, and all others what a new one has.

        contents: empty where nobody is connected but who rests.
        """
        for service in contents:
            await self.url(service)
        for service in sorted(self._used):
            async with self._connection(self._names[service]) as connection:
                await contents.get(service, _first[service]).put_into(connection)
        if not contents:
            self._used.clear()

    async def drop(self) -> None:
        """Nobody here is connected any more; who asks next is connected again."""
        await self._leave(*self._names.values())
        for name in self._names.values():
            await self._administer(f'DROP DATABASE "{name}" WITH (FORCE)')
        await self._leave(keys.SUPERUSER)
        self._names = {}
        self._used = set()

    async def _template(self, service: str) -> str:
        """With its tables, made once."""
        template = f"template_{service}"
        if template not in _templates:
            await self._administer(f'CREATE DATABASE "{template}"')
            await upgrade(package_of(service), self._url(template))
            _templates.add(template)
        return template

    async def _copy_of(self, template: str, name: str) -> str:
        await self._administer(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY file_copy')
        return name

    async def _administer(self, statement: str) -> None:
        async with self._connection(keys.SUPERUSER) as connection:
            await connection.execute(statement)

    async def _leave(self, *databases: str) -> None:
        for connection in [self._asked.pop(name) for name in databases if name in self._asked]:
            await connection.close()

    def _url(self, database: str) -> str:
        address = self._dsn.replace("postgresql://", "postgresql+asyncpg://")
        return f"{address.rsplit('/', 1)[0]}/{database}"
