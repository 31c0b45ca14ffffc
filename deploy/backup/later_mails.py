"""Mails that were caught after the databases were copied: nothing there knows of them, and they would come twice."""

from datetime import datetime
from pathlib import Path

from deploy.operating.mail_counts import MAILS
from deploy.operating.mails import mails_in
from services.messages.texts import is_digits
from services.runtime.storage.encrypted import connect

_NS = 1_000_000_000


async def leave_out(mail: Path, notices_url: str, taken_at: datetime) -> list[str]:
    """What was done, in lines. taken_at: when the backup was begun; what was caught before it stays, whatever it is."""
    connection = await connect(notices_url)
    try:
        known = {row[0] for row in await connection.fetch(MAILS)}
    finally:
        await connection.close()
    later = [
        file
        for file, told in mails_in(mail)
        if told not in known and _caught_ns(file) >= taken_at.timestamp() * _NS
    ]
    for file in later:
        file.unlink()
    return [f"{len(later)} mails that were caught after that are left out"] if later else []


def _caught_ns(file: Path) -> int:
    """As the catcher names it; 0 where somebody else did."""
    number = file.name.partition("-")[0]
    return int(number) if is_digits(number) else 0
