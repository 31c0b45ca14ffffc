"""A database's address with the words by which an encrypted line is asked for, as PostgreSQL's own tools have them.

`sslmode`, `sslrootcert`, `sslcert` and `sslkey` stand behind the address. The driver knows none of them as they are
meant, so they are read here. Source: https://www.postgresql.org/docs/18/libpq-ssl.html
"""

import ssl
from typing import Any

import asyncpg
import sqlalchemy as sa

DRIVER = "postgresql+asyncpg"
_WORDS = ("sslmode", "sslrootcert", "sslcert", "sslkey")
_MODES = ("disable", "allow", "prefer", "require", "verify-ca", "verify-full")


def plain(url: str) -> sa.URL:
    """The address for our driver, whatever driver it names, without these words. Raises ValueError."""
    made = _made(url)
    _line(made)
    return made.set(drivername=DRIVER).difference_update_query(_WORDS)


def line(url: str) -> dict[str, Any]:
    """What the driver's `connect` is given for it; nothing where the address asks for nothing. Raises ValueError, and
    OSError where a file cannot be read.
    """
    return _line(_made(url))


async def connect(url: str, **how: Any) -> asyncpg.Connection:
    """One connection by itself; how: as the driver's own. Without a word about it the line is not encrypted."""
    address = plain(url).set(drivername="postgresql").render_as_string(hide_password=False)
    return await asyncpg.connect(address, **({"ssl": False} | line(url) | how))


def _made(url: str) -> sa.URL:
    try:
        made = sa.make_url(url)
    except (sa.exc.ArgumentError, ValueError):
        raise ValueError("is not an address of a database") from None  # what is wrong may be the password
    if not made.drivername.startswith(("postgresql", "postgres")):
        raise ValueError("is not an address of a PostgreSQL")
    return made


def _line(url: sa.URL) -> dict[str, Any]:
    told = {word: str(url.query[word]) for word in _WORDS if word in url.query}
    if not told:
        return {}
    mode = told.get("sslmode", "prefer")
    if mode not in _MODES:
        raise ValueError(f"sslmode has to be one of {', '.join(_MODES)}")
    if not mode.startswith("verify") and not ("sslrootcert" in told and mode == "require"):
        return {"ssl": _with_own_certificate(_unchecked(), told) if mode == "require" else mode}
    root = told.get("sslrootcert", "system")
    context = ssl.create_default_context(cafile=None if root == "system" else root)
    context.check_hostname = mode == "verify-full"
    return {"ssl": _with_own_certificate(context, told)}


def _unchecked() -> ssl.SSLContext:
    """Encrypted, with whoever it is."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def _with_own_certificate(context: ssl.SSLContext, told: dict[str, str]) -> ssl.SSLContext:
    if "sslcert" in told:
        context.load_cert_chain(told["sslcert"], told.get("sslkey"))
    return context
