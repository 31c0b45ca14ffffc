"""The one command as a person types it: Ctrl-C leaves nothing behind, starting again goes on, a taken port is said.

The same folder lives through a demo that is interrupted, one that goes on to the end, and an `up` after it.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, Queue
from threading import Thread

import pytest

from deploy import CHECKOUT
from deploy.machine.installation import Installation
from services.messages import process
from services.runtime.commands.asking import Asker
from tests.e2e.outcome import Outcome
from tests.e2e.walking import Walk, kept_for_the_demo
from tests.patience import PATIENCE_S, nats_connection

STARTED_WITHIN_S = 180.0
STOPPED_WITHIN_S = PATIENCE_S
YEAR_WITHIN_S = 400.0
PORTS_OF_A_PLATFORM = 7


class Command:
    """`./luotsi WORDS` in a process of its own, as what the launcher becomes: an environment is not made here."""

    def __init__(self, *words: str) -> None:
        self.said: list[str] = []
        self._lines: Queue[str | None] = Queue()
        # A session of its own: Ctrl-C is for it, not for the tests.
        self.process = subprocess.Popen(
            [sys.executable, "-m", "deploy", *words],
            cwd=CHECKOUT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            text=True,
            start_new_session=True,
        )
        self._reader = Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._lines.put(line.rstrip())
        self.process.stdout.close()
        self._lines.put(None)

    def until(self, words: str, within_s: float) -> None:
        """Returns when it says a line with these words."""
        deadline = time.monotonic() + within_s
        while not any(words in line for line in self.said):
            assert self._hear(deadline), f"it never said {words!r}: " + "\n".join(self.said)

    def ends(self, within_s: float) -> int:
        """Its exit code."""
        deadline = time.monotonic() + within_s
        while self._hear(deadline):
            pass
        self._reader.join()
        return self.process.wait(max(0.1, deadline - time.monotonic()))

    def _hear(self, deadline: float) -> bool:
        try:
            line = self._lines.get(timeout=max(0.0, deadline - time.monotonic()))
        except Empty:
            return False
        if line is not None:
            self.said.append(line)
        return line is not None

    def interrupt(self) -> None:
        """Ctrl-C."""
        self.process.send_signal(signal.SIGINT)


@contextmanager
def luotsi(*words: str) -> Iterator[Command]:
    """Ends it, whatever becomes of the test."""
    running = Command(*words)
    try:
        yield running
    finally:
        if running.process.poll() is None:
            running.process.kill()
            running.ends(STOPPED_WITHIN_S)


def left_of(data: Path) -> list[str]:
    """Every process that still has to do with the folder: its environment, its words or its working place say so."""
    return [said for pid in os.listdir("/proc") if pid.isdigit() if (said := trace_of(int(pid), str(data)))]


def trace_of(pid: int, data: str) -> str:
    """What the process is, if it is of that folder; nothing for ourselves, and for one that has just ended."""
    if pid == os.getpid():
        return ""
    try:
        told = Path(f"/proc/{pid}/environ").read_bytes()
        words = Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return ""
    return words.replace(b"\0", b" ").decode(errors="replace") if data.encode() in told + words else ""


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory, walk: Walk) -> Path:
    """A folder whose demo is the walk's short year."""
    folder = tmp_path_factory.mktemp("starting") / "data"
    kept_for_the_demo(folder, walk.calendar)
    return folder


def test_ctrl_c_in_the_middle_of_the_demo_leaves_nothing_running(data: Path) -> None:
    with luotsi("demo", "--once", "--data", str(data)) as demo:
        demo.until("records session 2 of the group as held", STARTED_WITHIN_S + YEAR_WITHIN_S)
        assert len(left_of(data)) > PORTS_OF_A_PLATFORM  # the search finds what runs
        demo.interrupt()
        assert demo.ends(STOPPED_WITHIN_S) == 130
    assert "Stopped; nothing is left running." in demo.said
    assert left_of(data) == []


async def test_the_demo_goes_on_and_ends_as_one_that_was_not_interrupted(data: Path, walk: Walk) -> None:
    expected = await walk.outcome()
    file = data / "figures.json"
    with luotsi("demo", "--once", "--data", str(data), "--json", str(file)) as demo:
        # A short year cannot pass the checks on a whole one; that is for `./luotsi demo` to say.
        assert demo.ends(STARTED_WITHIN_S + YEAR_WITHIN_S) == 1
    written = json.loads(file.read_text())
    assert {name: written[name] for name in expected.figures} == expected.figures
    assert left_of(data) == []


async def test_up_on_the_same_folder_keeps_the_clock_and_all_that_was(data: Path, walk: Walk) -> None:
    expected = await walk.outcome()
    with luotsi("up", "--data", str(data)) as up:
        up.until("Ctrl-C stops everything", STARTED_WITHIN_S)
        installation = Installation.of_running(data)
        connection = await nats_connection(installation.broker)
        reading = await Asker(connection, PATIENCE_S)(process.ReadClock())
        await connection.close()
        assert reading.now >= walk.calendar.over and reading.moving_to is None
        assert (await Outcome.of(installation)) == expected
        up.interrupt()
        assert up.ends(STOPPED_WITHIN_S) == 0
    assert left_of(data) == []


def test_a_taken_port_is_said_in_one_sentence_and_nothing_is_started(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with luotsi("up", "--data", str(data), "--ports", str(port)) as up:
            assert up.ends(STOPPED_WITHIN_S) == 1
    assert up.said == [f"luotsi: port {port} (for postgres) is taken: free it, or give other ports"]
    assert not (data / "postgres").exists() and not (data / "running.json").exists()
    assert left_of(data) == []
