"""Catches the mail of a platform on one machine: each message becomes a file, none is sent on.

A message is on the disk, whole and under its name, before its sender is told that it was taken.
"""

import asyncio
import os
import signal
import time
import uuid
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

LARGEST_MAIL_BYTES = 32 << 20


class Catcher:
    """Writes what comes. Names sort by the moment of arrival."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Takes one message; the envelope's addresses go before its own lines, as a mail server would do it."""
        content = envelope.content or b""
        content = content if isinstance(content, bytes) else content.encode()
        lines = [f"Return-Path: <{envelope.mail_from}>", *(f"Delivered-To: {to}" for to in envelope.rcpt_tos)]
        try:
            keep(self._folder, "".join(f"{line}\r\n" for line in lines).encode() + content)
        except OSError:
            return "451 4.3.0 it cannot be kept now"
        return "250 OK"


def keep(folder: Path, message: bytes) -> Path:
    """The message as a new file. It bears its name only when it is whole."""
    folder.mkdir(mode=0o700, exist_ok=True)  # somebody may have taken it away meanwhile
    name = f"{time.time_ns()}-{uuid.uuid4().hex[:8]}"
    fresh, file = folder / f"{name}.new", folder / f"{name}.eml"
    with fresh.open("xb") as opened:
        opened.write(message)
        opened.flush()
        os.fsync(opened.fileno())
    fresh.rename(file)
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    return file


def open_folder(folder: Path) -> Path:
    """The mail folder, there and clean: what a killed predecessor left half-written was never taken."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for half_written in folder.glob("*.new"):
        half_written.unlink()
    return folder


async def serve(folder: Path, host: str, port: int) -> None:
    """Listens until it is told to stop."""
    catcher = Catcher(folder)
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopped.set)
    server = await loop.create_server(
        lambda: SMTP(catcher, data_size_limit=LARGEST_MAIL_BYTES, enable_SMTPUTF8=True, loop=loop), host, port
    )
    await stopped.wait()
    server.close()


if __name__ == "__main__":
    mails = open_folder(Path(os.environ["LUOTSI_MAIL"]))
    asyncio.run(serve(mails, os.environ["LUOTSI_SMTP_HOST"], int(os.environ["LUOTSI_SMTP_PORT"])))
