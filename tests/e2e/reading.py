"""Looking into a platform's databases and mails."""

import email
import email.policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import asyncpg

from deploy import keys
from deploy.place import HOST, Place


async def rows(place: Place, service: str, query: str, *arguments: Any) -> list[asyncpg.Record]:
    """What a query finds in a service's database, read as the superuser."""
    connection = await superuser(place, service)
    try:
        found: list[asyncpg.Record] = await connection.fetch(query, *arguments)
        return found
    finally:
        await connection.close()


async def superuser(place: Place, service: str) -> "asyncpg.Connection[asyncpg.Record]":
    password = keys.passwords(place.keys)[keys.SUPERUSER]
    return await asyncpg.connect(
        host=HOST, port=place.ports.postgres, user=keys.SUPERUSER, password=password, database=service
    )


def mails_in(folder: Path) -> list[EmailMessage]:
    """Every mail that the mailbox has taken, oldest first."""
    files = sorted(folder.glob("*.eml"))
    return [email.message_from_bytes(file.read_bytes(), policy=email.policy.default) for file in files]
