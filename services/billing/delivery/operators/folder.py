"""The embedded default: a folder in which exactly what would be sent is written."""

import asyncio
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from services.billing.delivery.operators.handing_over import Frame, NotReached, Outgoing


@dataclass(frozen=True)
class Folder:
    """Below it a folder for each format."""

    path: Path
    frame: Frame = "none"
    intermediator: str = ""

    async def send(self, message: Outgoing) -> Literal["sent"]:
        try:
            await asyncio.to_thread(write_whole, self.path / message.wanted / message.name, message.content)
        except OSError:
            raise NotReached("folder_not_written") from None
        return "sent"


def write_whole(file: Path, content: bytes) -> None:
    """There under its name only once it lies on the disk, whole. Raises OSError, also where it reads back otherwise."""
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_name(f".{file.name}.part")
    with fresh.open("wb") as written:
        written.write(content)
        written.flush()
        os.fsync(written.fileno())
    if fresh.read_bytes() != content:
        raise OSError("reads back otherwise")
    fresh.replace(file)
    _keep_name(file.parent)


def _keep_name(folder: Path) -> None:
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
