"""A command's way to a database: open within seconds, or a sentence says why not. Programs wait, commands do not."""

import asyncio
import ssl
from collections.abc import Mapping
from typing import Any

import asyncpg

from deploy.running.launch import CannotStart
from services.runtime.storage.encrypted import connect, plain

ANSWERS_WITHIN_S = 10.0
"""A server somewhere else answers within a tenth of a second, one that has much to do within some."""
STEPS = "make them by the file that `./luotsi databases FOLDER --sql` prints"


async def opened(role: str, url: str) -> asyncpg.Connection:
    """Refuses: CannotStart."""
    try:
        return await opened_soon(url)
    except Exception as error:
        raise CannotStart(f"{role}: {why_not(error)}") from error


async def opened_soon(url: str, **how: Any) -> asyncpg.Connection:
    """One that answers a statement. how: as of the driver. Raises TimeoutError, and whatever the driver does."""
    async with asyncio.timeout(ANSWERS_WITHIN_S):
        connection = await connect(url, timeout=ANSWERS_WITHIN_S, **how)
        try:
            await connection.fetchval("SELECT 1")
        except BaseException:
            connection.terminate()  # a good-bye waits for an answer
            raise
        return connection


def why_not(error: Exception) -> str:
    """In one sentence, by its kind; what a driver says may name what was given to it."""
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
    if isinstance(error, TimeoutError):
        return f"its database server does not answer within {ANSWERS_WITHIN_S:.0f} s"
    return f"its database server does not answer ({type(error).__name__})"


def each_once(hindered: Mapping[str, str], urls: Mapping[str, str]) -> list[str]:
    """What hinders, role by role, as one sentence a server and reason. urls: of these roles."""
    alike: dict[tuple[str, str], list[str]] = {}
    for role, why in hindered.items():
        alike.setdefault((_server(urls[role]), why), []).append(role)
    return [f"{', '.join(roles)}: {why}" for (_, why), roles in alike.items()]


def _server(url: str) -> str:
    """ "" where it is no address."""
    try:
        made = plain(url)
    except (ValueError, OSError):
        return ""
    return f"{made.host}:{made.port}"
