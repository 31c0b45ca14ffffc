"""Units of systemd as `./luotsi install` writes them, started without systemd: its settings and secrets alone."""

import asyncio
import contextlib
import os
import shutil
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path


class Unit:
    """One unit's file, read as systemd would. credentials: where its secrets are laid for it."""

    def __init__(self, file: Path, credentials: Path) -> None:
        lines = [line.partition("=") for line in file.read_text().splitlines()]
        self._entries = [
            (key, value.replace("%d", str(credentials))) for key, is_set, value in lines if is_set
        ]
        self._credentials = credentials
        self.program = file.stem.removeprefix("luotsi-")

    def all(self, key: str) -> list[str]:
        return [value for name, value in self._entries if name == key]

    def lay_out(self) -> None:
        """The secrets that it is handed, and no other file."""
        self._credentials.mkdir()
        for entry in self.all("LoadCredential"):
            name, _, place = entry.partition(":")
            shutil.copy(place, self._credentials / name)

    @property
    def wanted(self) -> list[str]:
        """The names of other units that a start of this one starts."""
        return [name for entry in self.all("Wants") for name in entry.split()]

    @property
    def environment(self) -> dict[str, str]:
        told = [entry for entry in self.all("Environment")]
        for file in self.all("EnvironmentFile"):
            path = Path(file.removeprefix("-"))
            told += path.read_text().splitlines() if path.exists() else []
        pairs = [line.partition("=") for line in told if line and not line.startswith("#")]
        return {name: value for name, _, value in pairs}

    @property
    def command(self) -> list[str]:
        """With the Python that runs the tests: where theirs is made is not asked here."""
        return [sys.executable, *self.all("ExecStart")[0].split()[1:]]


@asynccontextmanager
async def running(unit: Unit, told: dict[str, str], log: Path) -> AsyncIterator[asyncio.subprocess.Process]:
    unit.lay_out()
    with log.open("wb") as out:
        process = await asyncio.create_subprocess_exec(
            *unit.command,
            cwd=unit.all("WorkingDirectory")[0],
            env={"PATH": os.defpath} | unit.environment | told,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=out,
            stderr=out,
        )
    try:
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.terminate()
        await process.wait()
