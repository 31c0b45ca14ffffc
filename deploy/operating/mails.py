"""The mails that one machine has caught, by the ids that their senders gave them."""

import email
from collections.abc import Iterator
from datetime import datetime
from email.utils import parsedate_to_datetime
from pathlib import Path


def ids_of_mails(folder: Path, since: datetime | None = None) -> list[str]:
    """Of each mail. since: only those that were sent from then on, by their own date."""
    return [told for _, told in mails_in(folder, since)]


def mails_in(folder: Path, since: datetime | None = None) -> Iterator[tuple[Path, str]]:
    """Each with the part of its Message-ID before the @; one without is nobody's copy, and has its file's name."""
    for file in sorted(folder.glob("*.eml")):
        with file.open("rb") as opened:
            mail = email.message_from_binary_file(opened)
        if since and mail["Date"] and parsedate_to_datetime(mail["Date"]) < since:
            continue
        said = mail["Message-ID"]
        yield file, str(said).strip().strip("<>").split("@")[0] if said else file.stem
