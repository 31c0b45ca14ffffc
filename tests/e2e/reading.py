"""Looking into a platform's databases and mails."""

import email
import email.policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import asyncpg

from deploy.machine import keys
from deploy.machine.installation import Installation
from deploy.machine.ports import HOST


async def rows(installation: Installation, service: str, query: str, *arguments: Any) -> list[asyncpg.Record]:
    """What a query finds in a service's database, read as the superuser."""
    connection = await superuser(installation, service)
    try:
        found: list[asyncpg.Record] = await connection.fetch(query, *arguments)
        return found
    finally:
        await connection.close()


async def superuser(installation: Installation, service: str) -> "asyncpg.Connection[asyncpg.Record]":
    password = keys.passwords(installation.keys)[keys.SUPERUSER]
    return await asyncpg.connect(
        host=HOST, port=installation.ports.postgres, user=keys.SUPERUSER, password=password, database=service
    )


def mails_in(folder: Path) -> list[EmailMessage]:
    """Every mail that the mailbox has taken, oldest first."""
    files = sorted(folder.glob("*.eml"))
    return [email.message_from_bytes(file.read_bytes(), policy=email.policy.default) for file in files]
