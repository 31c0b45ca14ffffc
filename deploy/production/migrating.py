"""`./luotsi databases FOLDER`: brings each database to the newest schema, as its own role, by the folder's addresses.

What only an administrator of the server may do, it prints with `--sql` (`superuser_steps.py`) and leaves to them.
"""

import asyncio
from collections.abc import Mapping
from pathlib import Path

from deploy.machine import keys
from deploy.machine.databases import EXTENSIONS, migrate
from deploy.operating import opened
from deploy.operating.opened import each_once
from deploy.production.superuser_steps import steps
from deploy.running.launch import CannotStart


def databases(folder: Path, *, sql: bool) -> int:
    """0: every database is as the code needs it. 1: what hinders is told, a line each. Refuses: CannotStart."""
    if not (folder / "keys" / "postgres.json" if sql else folder / "secrets").exists():
        raise CannotStart(f"{folder} is not a folder that ./luotsi install wrote")
    if sql:
        print(steps(keys.passwords(folder / "keys")), end="")
        return 0
    hindered = asyncio.run(migrate_all(folder))
    for line in hindered:
        print(f"luotsi: {line}")
    if not hindered:
        print("every database has the tables of this release")
    return 1 if hindered else 0


async def migrate_all(folder: Path) -> list[str]:
    """What hinders, in sentences; one after the other, and none while one of them cannot be opened."""
    urls = {role: address_of(folder, role) for role in keys.ROLES}
    if hindered := await hindrances(urls):
        return each_once(hindered, urls)
    for role, url in urls.items():
        await migrate(role, url)
    return []


def address_of(folder: Path, role: str) -> str:
    """As the program itself reads it; "" where there is none."""
    try:
        return (folder / "secrets" / role / "luotsi_database_url").read_text().strip()
    except OSError:
        return ""


async def hindrances(urls: Mapping[str, str]) -> dict[str, str]:
    """By role, of those that could not work. All at once: each would wait by itself for a server that hangs."""
    found = await asyncio.gather(*(hindrance(role, url) for role, url in urls.items()))
    return {role: why for role, why in zip(urls, found, strict=True) if why}


async def hindrance(role: str, url: str) -> str:
    """Why the program could not work with its database, in one sentence without a password; "" where it could."""
    if not url:
        return f"the address of its database is missing in secrets/{role}/luotsi_database_url"
    try:
        async with asyncio.timeout(opened.ANSWERS_WITHIN_S):
            return await _lacking(role, url)
    except Exception as error:
        return opened.why_not(error)


async def _lacking(role: str, url: str) -> str:
    connection = await opened.opened_soon(url)
    try:
        found = {row[0] for row in await connection.fetch("SELECT extname FROM pg_extension")}
    finally:
        connection.terminate()  # a good-bye waits for an answer
    lacking = [one for one in EXTENSIONS.get(role, ()) if one not in found]
    return f"its database lacks the extension {', '.join(lacking)}: {opened.STEPS}" if lacking else ""
