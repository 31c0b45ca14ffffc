"""`./luotsi migration SERVICE "words"`: writes a service's next step, on a PostgreSQL of its own that ends with it."""

import asyncio
import re
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

from deploy import CHECKOUT
from deploy.machine import keys, postgres
from deploy.machine.databases import EXTENSIONS, add_extensions, make_database, package_of, superuser_url
from deploy.machine.installation import Installation
from deploy.machine.ports import HOST
from deploy.running.launch import CannotStart
from deploy.running.restarting import WatchedProcess
from deploy.schema.catalogue import Catalogue, catalogue_of
from deploy.schema.declared import create_declared, declared_tables
from deploy.schema.next_step import Step, carried_out, put_in_order, reason, write_next_step
from services.runtime.storage.migrating import upgrade

READY_WITHIN_SECONDS = 60.0
_PLAIN = re.compile(r"[^\W_][\w ,;.()'-]*")


def migration(service: str, words: Sequence[str]) -> int:
    """0 when the step is whole; 1 when the file needs a hand. Refuses: CannotStart, and writes nothing."""
    if service not in keys.ROLES:
        raise CannotStart(f"there is no service {service!r}: one of {', '.join(keys.ROLES)}")
    said = " ".join(" ".join(words).split())
    if not _PLAIN.fullmatch(said):
        raise CannotStart(
            "say in a few plain words what the step does, for example: sessions keep their room"
        )
    step = asyncio.run(_on_a_server_of_its_own(service, said))
    if step is None:
        raise CannotStart(f"nothing has changed: the tables of {service} are what its migrations make")
    tell(step)
    return 1 if step.by_hand else 0


def tell(step: Step) -> None:
    """What was written, and what a person must know of it before it is kept."""
    file = step.file.relative_to(CHECKOUT) if step.file.is_relative_to(CHECKOUT) else step.file
    print(f"written: {file}")
    for doubtful in step.doubtful:
        print(f"  think over: {doubtful}")
    for lacking in step.by_hand:
        print(f"  by hand: {lacking}")
    if step.by_hand:
        print("the step is not whole: write what is named above into the file")


async def next_step(package: str, words: str, migrated: AsyncEngine, declared: AsyncEngine) -> Step | None:
    """The two databases: empty, with the extensions that the service needs. None when nothing has changed.

    Refuses: CannotStart, where the tables cannot be made at all.
    """
    await upgrade(package, migrated.url.render_as_string(hide_password=False))
    wanted = await _as_declared(package, declared)
    async with migrated.begin() as connection:
        step = await connection.run_sync(write_next_step, package, words, wanted)
    if step is None:
        return None
    step.by_hand += await asyncio.to_thread(lambda: list(put_in_order(step.file)))
    async with migrated.begin() as connection:
        step.by_hand += await connection.run_sync(lambda one: list(carried_out(one, package, wanted)))
    return step


async def _as_declared(package: str, database: AsyncEngine) -> Catalogue:
    try:
        async with database.begin() as connection:
            await connection.run_sync(create_declared, declared_tables(package))
            return await connection.run_sync(catalogue_of)
    except DBAPIError as refused:
        raise CannotStart(f"PostgreSQL refuses the tables: {reason(refused)}") from refused


async def _on_a_server_of_its_own(service: str, words: str) -> Step | None:
    async with _server() as installation:
        address = f"{HOST}:{installation.ports.postgres}"
        passwords = keys.passwords(installation.keys)
        await make_database(address, passwords, service)
        declared = superuser_url(address, passwords, keys.SUPERUSER)
        await add_extensions(declared, EXTENSIONS.get(service, ()))
        one, other = (
            create_async_engine(url.replace("postgresql:", "postgresql+asyncpg:"), poolclass=NullPool)
            for url in (installation.database_url(service, driver="postgresql"), declared)
        )
        return await next_step(package_of(service), words, one, other)


@asynccontextmanager
async def _server() -> AsyncIterator[Installation]:
    """PostgreSQL alone, in a folder that goes with it."""
    with tempfile.TemporaryDirectory(prefix="luotsi-migration-", ignore_cleanup_errors=True) as folder:
        installation = Installation.open(Path(folder) / "data", None)
        keys.make(installation.keys)
        log = installation.logs / "postgres.log"
        server = WatchedProcess(postgres.launch(installation), log, say=lambda _: None, changed=lambda: None)
        server.start()
        try:
            await server.until_ready(READY_WITHIN_SECONDS)
            yield installation
        finally:
            await server.stop(at_once=asyncio.Event())
            installation.close()
