"""The mails that the mailbox has got, each with its kind and whose process it is about."""

import email
from collections.abc import Mapping
from datetime import date
from email.message import Message
from email.utils import parsedate_to_datetime
from pathlib import Path

from deploy.demo.commission import Cast
from deploy.demo.letters.letter import Letter, renewed
from deploy.machine.installation import Installation
from deploy.operating.row_counts import fetch
from services.runtime.finland import local_date

_KINDS = "SELECT concat_ws(' ', notice_id, kind, process_id) FROM notice"


async def caught(installation: Installation, cast: Cast) -> list[Letter]:
    """By their ids: a second copy of one mail, as a kill may leave it, is none. Codes for signing in are no letters."""
    names = {str(one.process_id): one.name for one in cast.commissions}
    names |= {str(one.successor_id): renewed(one.name) for one in cast.commissions}
    kinds: dict[str, tuple[str, str]] = {}
    for row in await fetch(installation, "notices", _KINDS):
        notice_id, kind, *process = row.split(" ")
        kinds[notice_id] = kind, names.get(process[0], process[0]) if process else ""
    return read(installation.mail, kinds)


def read(folder: Path, kinds: Mapping[str, tuple[str, str]]) -> list[Letter]:
    """kinds: of a mail's id, its kind and whose process it is about; of no other mail anything is said."""
    found: dict[str, Letter] = {}
    for file in sorted(folder.glob("*.eml")):
        with file.open("rb") as opened:
            mail = email.message_from_binary_file(opened)
        mail_id = str(mail["Message-ID"]).strip().strip("<>").split("@")[0]
        if mail_id in kinds:
            kind, of = kinds[mail_id]
            found[mail_id] = Letter(kind, str(mail["Delivered-To"]).strip(), _day(mail), of)
    return list(found.values())


def _day(mail: Message) -> date:
    return local_date(parsedate_to_datetime(mail["Date"]))
