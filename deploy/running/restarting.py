"""One process that is kept running until it is told to stop: started, watched, started again when it dies."""

import asyncio
import contextlib
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

from deploy.running.launch import CannotStart, Launch, Running, Spawn, cut, spawn

FIRST_DELAY_SECONDS = 0.2
LONGEST_DELAY_SECONDS = 10.0
SETTLED_AFTER_SECONDS = 30.0
"""A process that lived this long may be started again without delay, as the first time."""

DEATHS_BEFORE_READY = 3
"""So many deaths without having been ready once mean that it cannot start here; later it is tried for ever."""

ASKED_EVERY_SECONDS = 0.05
LOOKED_AT_EVERY_SECONDS = 60.0
"""The length of its log, and whether it was written down."""


class WatchedProcess:
    """A process and its watch. `say` hears of every death and every return; `spawn` starts each of its lives."""

    def __init__(
        self,
        launch: Launch,
        log: Path,
        say: Callable[[str], None],
        changed: Callable[[], None],
        spawn: Spawn = spawn,
    ) -> None:
        self._launch = launch
        self._log = log
        self._say = say
        self._changed = changed
        self._spawn = spawn
        self._is_written_down = False
        self._process: Running | None = None
        self._watch: asyncio.Task[None] | None = None
        self._ready = asyncio.Event()
        self._given_up = asyncio.Event()
        self._stopping = asyncio.Event()
        self._was_ready = False
        self._said_last = ""
        self._deaths = 0

    @property
    def pid(self) -> int | None:
        """The process's id while it lives."""
        alive = self._process is not None and self._process.returncode is None
        return self._process.pid if alive and self._process else None

    def start(self) -> None:
        """Begins its first life, and the watch over it."""
        self._watch = asyncio.create_task(self._live_on(), name=f"watches {self._launch.name}")

    async def until_ready(self, seconds: float) -> None:
        """Returns when it does its work. Refuses: CannotStart when it keeps dying or takes too long."""
        waits = [asyncio.create_task(event.wait()) for event in (self._ready, self._given_up)]
        watched = [self._watch] if self._watch else []
        await asyncio.wait([*waits, *watched], timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        for wait in waits:
            wait.cancel()
        if self._watch and self._watch.done() and not self._stopping.is_set():
            self._watch.result()  # raises what kept it from being started at all
        if not self._ready.is_set():
            how = "keeps dying" if self._given_up.is_set() else f"does not answer within {seconds:.0f} s"
            said = f"the last it said: {last_line(self._log)} (more in {self._log})"
            raise CannotStart(f"{self._launch.name} {how}; {said}")

    async def kill(self) -> None:
        """kill -9, and waits for the death; the watch goes on."""
        process = self._process
        if process is None or process.returncode is not None:
            return
        self._ready.clear()
        process.kill()
        await process.wait()

    async def stop(self, *, at_once: asyncio.Event) -> None:
        """Ends it: cleanly, unless `at_once` is set, or gets set, or its patience runs out. Nothing is left."""
        self._stopping.set()
        if self._watch is None:
            return
        self._signal(self._launch.stop)
        hurried = asyncio.create_task(at_once.wait())
        patience = self._launch.patience
        await asyncio.wait({self._watch, hurried}, timeout=patience, return_when=asyncio.FIRST_COMPLETED)
        hurried.cancel()
        for last_word in (self._launch.end, signal.SIGKILL):
            if not self._watch.done():
                self._signal(last_word)
                await asyncio.wait({self._watch}, timeout=5)
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)  # children that it may have left behind

    async def _live_on(self) -> None:
        """Life after life."""
        delay = FIRST_DELAY_SECONDS
        while not self._stopping.is_set():
            began = time.monotonic()
            ended = await self._live_or_say_why()
            if self._stopping.is_set():
                return
            if time.monotonic() - began > SETTLED_AFTER_SECONDS:
                delay = FIRST_DELAY_SECONDS
            self._deaths += 1
            if self._deaths >= DEATHS_BEFORE_READY and not self._was_ready:
                self._given_up.set()
            self._say(f"{self._launch.name} {ended}: starting it again in {delay:.1f} s")
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), delay)
            delay = min(delay * 2, LONGEST_DELAY_SECONDS)

    async def _live_or_say_why(self) -> str:
        """One life, and how it ended. What cannot even be started the first time is not tried again; later whatever
        happens must not end the watch, as then nobody would start it any more.
        """
        try:
            return f"died ({in_words(await self._live())})"
        except Exception as error:
            if not self._was_ready:
                raise
            said = str(error) if isinstance(error, OSError | CannotStart) else type(error).__name__
            return f"cannot be started ({said})"

    async def _live(self) -> int:
        """One life, to its end; its exit code."""
        began = time.monotonic()
        self._ready.clear()
        await self._launch.before()
        if self._stopping.is_set():
            return 0
        self._process = await self._spawn(self._launch, self._log)
        self._write_down(first=True)
        if self._stopping.is_set():
            self._signal(self._launch.stop)
        death = asyncio.ensure_future(self._process.wait())
        while not death.done():
            if await self._is_ready():
                self._say(f"{self._launch.name} is ready after {time.monotonic() - began:.1f} s")
                self._deaths = 0
                self._was_ready = True
                self._ready.set()
                break
            await asyncio.wait({death}, timeout=ASKED_EVERY_SECONDS)
        while not death.done():
            await asyncio.wait({death}, timeout=LOOKED_AT_EVERY_SECONDS)
            cut(self._log)
            if not self._is_written_down:
                self._write_down()
        self._ready.clear()
        return death.result()

    async def _is_ready(self) -> bool:
        """What cannot even ask has no answer yet: a machine short of processes, a connection lost meanwhile. The
        life goes on; one more beside it would find its port taken.
        """
        try:
            return await self._launch.ready()
        except Exception as error:
            if self._said_last != (said := type(error).__name__):
                self._say(f"{self._launch.name} cannot be asked whether it is ready ({said})")
            self._said_last = said
            return False

    def _write_down(self, *, first: bool = False) -> None:
        """On a disk without room it is tried again: what runs already must not be started a second time for that."""
        try:
            self._changed()
            self._is_written_down = True
        except OSError as error:
            self._is_written_down = False
            if first:
                self._say(f"{self._launch.name} runs, which cannot be written down ({error.strerror})")

    def _signal(self, number: signal.Signals) -> None:
        if self._process is not None and self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                self._process.send_signal(number)


def in_words(code: int) -> str:
    """Exit codes below zero are signals."""
    return f"exit code {code}" if code >= 0 else f"signal {signal.Signals(-code).name}"


def last_line(log: Path) -> str:
    """What a process said last, for a message of one line."""
    with contextlib.suppress(OSError, IndexError):
        return log.read_text(errors="replace").strip().splitlines()[-1][-300:]
    return "nothing"
