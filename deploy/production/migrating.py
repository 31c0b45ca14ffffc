"""`./luotsi databases FOLDER`: brings each database to the newest schema, as its own role, by the folder's addresses.

What only an administrator of the server may do, it prints with `--sql` (`superuser_steps.py`) and leaves to them.
"""

import asyncio
import ssl
from pathlib import Path

import asyncpg

from deploy.machine import keys
from deploy.machine.databases import EXTENSIONS, migrate
from deploy.production.superuser_steps import steps
from deploy.running.launch import CannotStart
from services.runtime.storage.encrypted import connect

STEPS = "make them by the file that `./luotsi databases FOLDER --sql` prints"


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
    hindered = [said for role, url in urls.items() if (said := await hindrance(role, url))]
    if not hindered:
        for role, url in urls.items():
            await migrate(role, url)
    return hindered


def address_of(folder: Path, role: str) -> str:
    """As the program itself reads it; "" where there is none."""
    try:
        return (folder / "secrets" / role / "luotsi_database_url").read_text().strip()
    except OSError:
        return ""


async def hindrance(role: str, url: str) -> str:
    """Why the program could not work with its database, in one sentence without a password; "" where it could."""
    if not url:
        return f"{role}: the address of its database is missing in secrets/{role}/luotsi_database_url"
    try:
        connection = await connect(url, timeout=20)
    except Exception as error:
        return f"{role}: {_words(error)}"
    try:
        found = {row[0] for row in await connection.fetch("SELECT extname FROM pg_extension")}
        lacking = [one for one in EXTENSIONS.get(role, ()) if one not in found]
        return f"{role}: its database lacks the extension {', '.join(lacking)}: {STEPS}" if lacking else ""
    finally:
        await connection.close()


def _words(error: Exception) -> str:
    """By its kind; what a driver says may name what was given to it."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"the certificate of its database server is not believed ({error.verify_message})"
    if isinstance(error, ssl.SSLError):
        return f"there is no encrypted line to its database server ({error.reason or 'no reason was given'})"
    if isinstance(error, asyncpg.InvalidPasswordError | asyncpg.InvalidAuthorizationSpecificationError):
        return f"its database server does not take the role and its password: {STEPS}"
    if isinstance(error, asyncpg.InvalidCatalogNameError):
        return f"its database is not there: {STEPS}"
    if isinstance(error, asyncpg.InsufficientPrivilegeError):
        return "its role may not open its database"
    if isinstance(error, ConnectionError) and "SSL" in str(error):
        return "its database server knows of no encrypted line"
    if isinstance(error, FileNotFoundError):
        return "a file that its address names for the encrypted line is missing"
    if isinstance(error, ValueError):
        return f"its address is none ({error})"
    return f"its database server does not answer ({type(error).__name__})"
