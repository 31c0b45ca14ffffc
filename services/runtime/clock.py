"""The one clock. In the local profile a small file moves it for all processes in step; elsewhere it refuses."""

import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol
from weakref import WeakSet


class Clock(Protocol):
    def now(self) -> datetime: ...


class Waits(Protocol):
    """For a time to come."""

    def clock_moved(self) -> None: ...


class SystemClock:
    """The machine's time, UTC."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class MovableClock:
    """The machine's time plus the offset kept in a file that every local process reads."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._stamp: tuple[int, int] | None = None
        self._offset = timedelta(0)
        self._wait: WeakSet[Waits] = WeakSet()

    def call_when_moved(self, waits: "Waits") -> None:
        """As long as it lives: it need not read the clock all the time."""
        self._wait.add(waits)

    def tell_moved(self) -> None:
        """It was moved, by whomever."""
        for waits in list(self._wait):
            waits.clock_moved()

    def now(self) -> datetime:
        return datetime.now(UTC) + self._read_offset()

    def move_to(self, instant: datetime) -> None:
        """Durably: a process that starts later reads the same. Raises ValueError for a step back."""
        if instant < self.now():
            raise ValueError("the clock goes forward only")
        offset = instant - datetime.now(UTC)
        fresh = self._file.with_suffix(".new")
        with fresh.open("w") as out:
            json.dump({"offset_s": offset.total_seconds()}, out)
            out.flush()
            os.fsync(out.fileno())
        fresh.replace(self._file)
        self.tell_moved()

    def _read_offset(self) -> timedelta:
        try:
            stat = self._file.stat()
        except FileNotFoundError:
            return timedelta(0)
        stamp = (stat.st_mtime_ns, stat.st_ino)
        if stamp != self._stamp:
            self._offset = timedelta(seconds=json.loads(self._file.read_text())["offset_s"])
            self._stamp = stamp
        return self._offset


def clock_from(profile: str, file: Path | None) -> Clock:
    """Movable only in the local profile."""
    return MovableClock(file) if profile == "local" and file else SystemClock()
