"""What the broker has refused, whoever asked: a program tells what it was refused itself, and a thief with its seed
tells nobody. The broker's own log has both.
"""

import os
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

_LINE = re.compile(
    r"^\[[0-9]+\] (?P<at>\S+ \S+) \[ERR\] (?P<by>\S+) - cid:[0-9]+ - "
    r'(?:.* - "(?P<account>[\w$]+)/[^"]*" - (?P<what>Publish|Subscription) Violation - '
    r'(?:Subject|Reply) "(?P<subject>[^"]*)"'
    r"|authentication error)"
)
_SHOWN = 80
"""Letters of a subject: whoever is refused has thought of it."""
_MOST_READ = 64 << 20
_MOST_OF_A_LINE = 64 << 10


@dataclass(frozen=True)
class Refused:
    """whose: the program by whose seed it was tried; "" without a seed that is known. at, by: when and from which
    address the last time; at is None where the log says it otherwise. what: the subject, and whether it was to be said.
    """

    whose: str
    times: int
    at: datetime | None
    by: str
    is_said: bool = False
    what: str = ""


class BrokerLog:
    """Counts on where it stopped; a log that was begun anew is counted on top."""

    def __init__(self, file: Path) -> None:
        self._file, self._which, self._read_to = file, 0, 0
        self._found: dict[str, Refused] = {}
        self._reading = threading.Lock()

    def read(self) -> list[Refused]:
        """By name; of a long log what its end tells. Raises OSError."""
        with self._reading:
            for line in self._new_lines():
                if found := _LINE.match(line):
                    self._count(found)
            return [self._found[name] for name in sorted(self._found)]

    def _new_lines(self) -> Iterator[str]:
        """Whole ones: the broker may be writing its last."""
        with self._file.open("rb") as opened:
            now = os.fstat(opened.fileno())
            if now.st_ino != self._which or now.st_size < self._read_to:
                self._which, self._read_to = now.st_ino, 0
            self._read_to = max(self._read_to, now.st_size - _MOST_READ)
            opened.seek(self._read_to)
            while line := opened.readline(_MOST_OF_A_LINE):
                if not line.endswith(b"\n") and len(line) < _MOST_OF_A_LINE:
                    break
                self._read_to += len(line)
                yield line.decode(errors="replace")

    def _count(self, found: re.Match[str]) -> None:
        whose = found["account"] or ""
        times = self._found[whose].times + 1 if whose in self._found else 1
        one = Refused(whose, times, _time(found["at"]), _shown(found["by"].rpartition(":")[0]))
        if whose:
            one = replace(one, is_said=found["what"] == "Publish", what=_shown(found["subject"]))
        self._found[whose] = one


def _time(text: str) -> datetime | None:
    """In UTC, as our settings have the broker write it."""
    try:
        return datetime.strptime(text, "%Y/%m/%d %H:%M:%S.%f").replace(tzinfo=UTC)
    except ValueError:
        return None


def _shown(text: str) -> str:
    return "".join(one if one.isprintable() else "?" for one in text[:_SHOWN])
