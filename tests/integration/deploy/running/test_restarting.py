"""A process is started again when it dies, is given up when it cannot start, and is gone when it is told to stop."""

import asyncio
import contextlib
import errno
import os
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from deploy.running import launch, restarting
from deploy.running.launch import CannotStart, Launch
from deploy.running.restarting import WatchedProcess
from tests.patience import PATIENCE_S

TALKS = """
import time
print('awake', flush=True)
for number in range(10**9):
    print(f'word {number}', flush=True)
    time.sleep(0.001)
"""
SLEEPS = "import time; print('awake', flush=True); time.sleep(600)"
DEAF = "import signal, time; signal.signal(15, signal.SIG_IGN); print('awake', flush=True); time.sleep(600)"
LEAVES_A_CHILD = "import subprocess, sys; subprocess.Popen(['sleep', '600']); " + SLEEPS


class Watched:
    """A process that is watched, its log, and what was said of it."""

    def __init__(self, folder: Path, program: str, **how: float) -> None:
        self.log = folder / "it.log"
        self.said: list[str] = []
        told = Launch("it", (sys.executable, "-c", program), {}, ready=self.awake, **how)  # type: ignore[arg-type]
        self.process = WatchedProcess(told, self.log, self.said.append, lambda: None)
        self.at_once = asyncio.Event()

    async def awake(self) -> bool:
        return "awake" in self.log.read_text()

    async def stop(self) -> None:
        await self.process.stop(at_once=self.at_once)


Start = Callable[..., Awaitable[Watched]]


@pytest.fixture
async def start(tmp_path: Path) -> AsyncIterator[Start]:
    started: list[Watched] = []

    async def begin(program: str, **how: float) -> Watched:
        watched = Watched(tmp_path, program, **how)
        started.append(watched)
        watched.process.start()
        await watched.process.until_ready(PATIENCE_S)
        return watched

    yield begin
    for watched in started:
        watched.at_once.set()
        await watched.stop()


def lives(pid: int) -> bool:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, 0)
        return True
    return False


async def test_what_dies_is_started_again_and_both_are_said(start: Start) -> None:
    watched = await start(SLEEPS)
    first = watched.process.pid
    await watched.process.kill()
    await watched.process.until_ready(PATIENCE_S)
    assert watched.process.pid not in (first, None)
    assert watched.said[1] == "it died (signal SIGKILL): starting it again in 0.2 s"
    assert watched.said[2].startswith("it is ready after")


async def test_what_cannot_be_written_down_on_a_full_disk_runs_once_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else the one that nobody watches would keep its port from every later one."""
    monkeypatch.setattr(restarting, "LOOKED_AT_EVERY_SECONDS", 0.02)
    watched = Watched(tmp_path, SLEEPS)
    written: list[int | None] = []
    room = asyncio.Event()

    def write_down() -> None:
        if not room.is_set():
            raise OSError(errno.ENOSPC, "No space left on device")
        written.append(process.pid)

    launch = Launch("it", (sys.executable, "-c", SLEEPS), {}, ready=watched.awake)
    process = WatchedProcess(launch, watched.log, watched.said.append, write_down)
    process.start()
    try:
        await process.until_ready(PATIENCE_S)
        pid = process.pid
        assert watched.said[0] == "it runs, which cannot be written down (No space left on device)"
        room.set()
        await until(lambda: written == [pid])
        assert len([line for line in watched.said if "ready" in line]) == 1
    finally:
        watched.at_once.set()
        await process.stop(at_once=watched.at_once)


async def test_what_cannot_be_asked_for_a_while_is_started_once_and_watched_on(tmp_path: Path) -> None:
    """Else a second one would find its port taken, and nobody would start the first again."""
    watched = Watched(tmp_path, SLEEPS)
    asked = 0

    async def ready() -> bool:
        nonlocal asked
        asked += 1
        if asked in (2, 4):
            raise BlockingIOError(errno.EAGAIN, "Resource temporarily unavailable")
        if asked == 5:
            raise AttributeError("a connection that is being made anew")
        return asked > 5 and await watched.awake()

    lives_after: list[int | None] = []
    launch = Launch("it", (sys.executable, "-c", SLEEPS), {}, ready=ready)
    process = WatchedProcess(
        launch, watched.log, watched.said.append, lambda: lives_after.append(process.pid)
    )
    process.start()
    try:
        await process.until_ready(PATIENCE_S)
        assert lives_after == [process.pid]
        assert watched.said[:-1] == [
            "it cannot be asked whether it is ready (BlockingIOError)",
            "it cannot be asked whether it is ready (AttributeError)",
        ]
    finally:
        watched.at_once.set()
        await process.stop(at_once=watched.at_once)


async def test_a_fault_before_a_later_life_does_not_end_the_watch(tmp_path: Path) -> None:
    watched = Watched(tmp_path, SLEEPS)
    begun = 0

    async def before() -> None:
        nonlocal begun
        begun += 1
        if begun == 2:
            raise RuntimeError("of no kind that anybody thought of")

    launch = Launch("it", (sys.executable, "-c", SLEEPS), {}, ready=watched.awake, before=before)
    process = WatchedProcess(launch, watched.log, watched.said.append, lambda: None)
    process.start()
    try:
        await process.until_ready(PATIENCE_S)
        await process.kill()
        await process.until_ready(PATIENCE_S)
        assert begun == 3 and any("cannot be started (RuntimeError)" in line for line in watched.said)
    finally:
        watched.at_once.set()
        await process.stop(at_once=watched.at_once)


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE_S):
        while not condition():
            await asyncio.sleep(0.01)


async def test_the_delay_grows_with_every_death_in_a_row(start: Start) -> None:
    watched = await start(SLEEPS)
    for _ in range(3):
        await watched.process.kill()
        await watched.process.until_ready(PATIENCE_S)
    assert [line.split()[-2] for line in watched.said if "died" in line] == ["0.2", "0.4", "0.8"]


async def test_what_keeps_dying_is_given_up_with_its_last_words(start: Start) -> None:
    with pytest.raises(CannotStart, match="it keeps dying; the last it said: no such table"):
        await start("import sys; sys.exit('no such table')")


async def test_a_program_that_is_not_there_is_named(tmp_path: Path) -> None:
    watched = Watched(tmp_path, "")
    launch = Launch("it", ("/nowhere/to/be/found",), {}, ready=watched.awake)
    process = WatchedProcess(launch, watched.log, watched.said.append, lambda: None)
    process.start()
    with pytest.raises(CannotStart, match="/nowhere/to/be/found cannot be started"):
        await process.until_ready(PATIENCE_S)
    await process.stop(at_once=watched.at_once)


async def test_what_does_not_heed_a_request_is_ended_when_patience_runs_out(start: Start) -> None:
    watched = await start(DEAF, patience=0.2)
    pid = watched.process.pid
    await watched.stop()
    assert pid is not None and not lives(pid)


async def test_a_hurried_stop_does_not_wait_for_patience(start: Start) -> None:
    watched = await start(DEAF, patience=600)
    stopping = asyncio.create_task(watched.stop())
    await asyncio.sleep(0)
    watched.at_once.set()
    await asyncio.wait_for(stopping, PATIENCE_S)
    assert watched.process.pid is None


async def test_children_of_a_process_do_not_outlive_its_stop(start: Start) -> None:
    watched = await start(LEAVES_A_CHILD)
    children = Path(f"/proc/{watched.process.pid}/task/{watched.process.pid}/children")
    (child,) = map(int, children.read_text().split())
    await watched.stop()
    async with asyncio.timeout(PATIENCE_S):
        while lives(child):  # its new parent has to bury it
            await asyncio.sleep(0.02)


async def test_nothing_starts_again_after_a_stop(start: Start) -> None:
    watched = await start(SLEEPS)
    await watched.process.kill()
    await watched.stop()
    await asyncio.sleep(0.5)  # longer than the first delay
    assert watched.process.pid is None


async def test_the_log_of_a_program_that_goes_on_talking_stays_short(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The old one is of the same life: nothing was started again."""
    monkeypatch.setattr(restarting, "LOOKED_AT_EVERY_SECONDS", 0.02)
    monkeypatch.setattr(launch, "LOG_BYTES_KEPT", 2_000)
    watched = await start(TALKS)
    pid, old = watched.process.pid, watched.log.with_suffix(".log.1")
    deadline = time.monotonic() + PATIENCE_S
    while not old.exists() or not watched.log.read_text().startswith("word"):
        assert time.monotonic() < deadline
        await asyncio.sleep(0.01)
    assert b"\0" not in watched.log.read_bytes()  # it goes on at the new end, and leaves no hole
    assert watched.process.pid == pid
    assert "awake" in old.read_text() or "word" in old.read_text()
