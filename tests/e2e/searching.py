"""Where on a platform are these words? Every kind of store, decoded where it is encoded; the raw bytes as well."""

import base64
import email
import email.policy
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

import pypdf

from deploy.machine.installation import Installation
from deploy.streams import SPEAKERS
from services.runtime.events.streams import stream_name
from tests.e2e.reading import superuser
from tests.patience import PATIENCE_S, nats_connection

DATABASES = ("directory", "intake", "contracts", "sessions", "billing", "notices", "workflows")
STORES = ("events", "nats", "temporal", "logs", "mails", "invoices", "wal", *DATABASES)
SHORTEST_ENCODED = 8
"""A shorter piece of base64 or hexadecimal turns up by chance in megabytes of sealed bytes."""

NOTHING = bytes(64)
"""Half of the files is kept free for what comes; no word has so many of them, in whatever form."""


@dataclass(frozen=True)
class Kept:
    """One thing in one store: an event, a file, a mail."""

    store: str
    where: str
    content: bytes


def search(everything: Sequence[Kept], *words: str) -> dict[str, list[str]]:
    """Store -> where in it any of the words are, in any of their forms; stores without are left out."""
    found: dict[str, list[str]] = {}
    sought = [form for one in words for form in forms(one)]
    for kept in everything:
        if any(form in kept.content for form in sought):
            found.setdefault(kept.store, []).append(kept.where)
    return found


def forms(words: str) -> list[bytes]:
    """UTF-8, UTF-16, JSON's escapes, hexadecimal, and the part of a base64 text that no neighbour changes."""
    plain = words.encode()
    shifted = [base64.b64encode(b"\0" * shift + plain)[skip:-4] for shift, skip in ((0, 0), (1, 2), (2, 3))]
    escaped = json.dumps(words)[1:-1].encode()
    encoded = [words.encode("utf-16-le"), plain.hex().encode(), *shifted]
    return [plain, escaped, *(form for form in encoded if len(form) >= SHORTEST_ENCODED)]


async def everything(installation: Installation) -> list[Kept]:
    """All that the platform keeps."""
    kept = await events(installation)
    for store in ("nats", "temporal", "logs"):
        kept += raw(store, installation.data / store)
    kept += [*mails(installation), *invoices(installation)]
    for name in DATABASES:
        kept += await database(installation, name)
    return kept + raw("wal", installation.data / "postgres" / "cluster" / "pg_wal")


async def events(installation: Installation) -> list[Kept]:
    """Headers and body of every event in every stream."""
    connection = await nats_connection(installation.broker)
    found = []
    try:
        jetstream = connection.jetstream(timeout=PATIENCE_S)
        for speaker in SPEAKERS:
            state = (await jetstream.stream_info(stream_name(speaker))).state
            for seq in range(state.first_seq or 1, state.last_seq + 1):
                message = await jetstream.get_msg(stream_name(speaker), seq)
                content = repr(message.headers).encode() + (message.data or b"")
                found.append(Kept("events", f"{message.subject} {seq}", content))
    finally:
        await connection.close()
    return found


async def database(installation: Installation, name: str) -> list[Kept]:
    """The raw files of a database after a checkpoint: tables, indexes, what was moved out of line."""
    connection = await superuser(installation, name)
    try:
        await connection.execute("CHECKPOINT")
        oid = await connection.fetchval("SELECT oid FROM pg_database WHERE datname = current_database()")
    finally:
        await connection.close()
    return raw(name, installation.data / "postgres" / "cluster" / "base" / str(oid))


def raw(store: str, folder: Path) -> list[Kept]:
    """Files as they are, but for room that nothing is in: NATS' own, Temporal's database with its -wal, logs."""
    found = [file for file in folder.rglob("*") if file.is_file()]
    return [Kept(store, file.name, file.read_bytes().replace(NOTHING, b"\0")) for file in found]


def mails(installation: Installation) -> Iterator[Kept]:
    """Subject, addresses and every text of each mail, decoded."""
    for mail in opened(installation):
        heads = [f"{name}: {value}" for name, value in mail.items()]
        bodies = [str(part.get_content()) for part in mail.walk() if part.get_content_maintype() == "text"]
        where = f"to {mail['Delivered-To']}: {mail['Subject']}"
        yield Kept("mails", where, "\n".join([*heads, *bodies]).encode())


def invoices(installation: Installation) -> Iterator[Kept]:
    """The text of every PDF that was mailed."""
    for mail in opened(installation):
        for part in mail.walk():
            if part.get_content_type() == "application/pdf":
                pages = pypdf.PdfReader(io.BytesIO(part.get_content())).pages
                text = "\n".join(page.extract_text() for page in pages)
                yield Kept("invoices", str(part.get_filename()), text.encode())


def opened(installation: Installation) -> Iterator[EmailMessage]:
    for file in installation.mail.glob("*.eml"):
        yield email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
