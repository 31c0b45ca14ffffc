"""Who is asked how it stands while something is still under way."""

import asyncio
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest

import workflows.quiet
from services.messages.envelope import SERVICES
from services.messages.operations import Report
from workflows.quiet import Quiet

IN_ORDER = sorted(SERVICES, key=lambda name: name != "notices")
"""Whoever writes letters first."""


class Standing:
    """Of all services: busy names who has something to do, at one look after the other."""

    def __init__(self, *busy: str) -> None:
        self.asked: list[str] = []
        self._busy: Iterator[str] = iter(busy)
        self._now = next(self._busy, "")

    async def __call__(self, _: object, of: str) -> Report:
        self.asked.append(of)
        works = of == self._now
        if works:
            self._now = next(self._busy, "")
        return Report.model_construct(service=of, outbox_pending=int(works), due_now=0, parked=0)


async def none_touched() -> dict[str, int]:
    return {}


async def no_streams() -> list[Any]:
    return []


def quiet(standing: Standing) -> Quiet:
    nobody: Any = SimpleNamespace(touched=none_touched)
    streams: Any = SimpleNamespace(streams_info=no_streams)
    told: Any = standing
    return Quiet(client=SimpleNamespace(), own_times=nobody, ask=told, jetstream=streams)  # type: ignore[arg-type]


async def test_whoever_has_something_to_do_is_asked_alone_until_it_has_not() -> None:
    standing = Standing("billing", "billing", "billing")
    reports = await quiet(standing).until_so()
    assert [one.service for one in reports] == IN_ORDER
    assert standing.asked == [*IN_ORDER, "billing", "billing", "billing", *IN_ORDER]


async def test_what_it_has_begun_elsewhere_is_seen_before_it_is_quiet() -> None:
    standing = Standing("notices", "billing")
    await quiet(standing).until_so()
    assert standing.asked == ["notices", "notices", *IN_ORDER, "billing", *IN_ORDER]


async def test_while_letters_are_written_nobody_else_is_asked() -> None:
    standing = Standing("notices", "notices", "notices")
    await quiet(standing).until_so()
    assert standing.asked == ["notices"] * 4 + IN_ORDER


async def test_where_nothing_is_under_way_each_is_asked_once() -> None:
    standing = Standing()
    await quiet(standing).until_so()
    assert standing.asked == IN_ORDER


async def test_who_says_when_it_is_done_is_not_asked_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workflows.quiet, "_PAUSE_WHERE_TOLD_S", 3600.0)
    asked, done = 0, asyncio.Event()

    async def ask(_: object, of: str) -> Report:
        nonlocal asked
        asked += of == "notices"
        due = int(of == "notices" and not done.is_set())
        return Report.model_construct(service=of, outbox_pending=0, due_now=due, parked=0)

    waits: Any = ask
    looked = quiet(waits)
    until = asyncio.create_task(looked.until_so())
    while not asked:
        await asyncio.sleep(0)
    for _ in range(50):
        await asyncio.sleep(0.002)
    assert asked == 1
    done.set()
    looked.rested()
    await until
    assert asked == 3


class Streams:
    """One stream, which two listeners have not read at the first look."""

    def __init__(self) -> None:
        self._behind = {"portal", "notices"}

    async def streams_info(self) -> list[Any]:
        config, state = SimpleNamespace(name="SESSIONS"), SimpleNamespace(last_seq=7)
        return [SimpleNamespace(config=config, state=state)]

    async def consumers_info(self, _: str) -> list[Any]:
        behind, self._behind = self._behind, set()
        return [SimpleNamespace(name=name, num_pending=1, num_ack_pending=0) for name in behind]


def at_once(standing: Standing) -> tuple[Quiet, asyncio.Task[Any]]:
    """One that would ask again after an hour."""
    waits = quiet(standing)
    waits._jetstream = Streams()  # type: ignore[assignment]
    return waits, asyncio.create_task(waits.until_so())


@pytest.fixture
def for_an_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workflows.quiet, "_FIRST_PAUSE_S", 3600.0)
    monkeypatch.setattr(workflows.quiet, "_LONGEST_PAUSE_S", 3600.0)


async def settled() -> None:
    for _ in range(50):
        await asyncio.sleep(0)


@pytest.mark.usefixtures("for_an_hour")
async def test_it_looks_again_once_the_last_listener_has_read_what_was_waited_for() -> None:
    waits, until_so = at_once(Standing())
    await settled()
    for stream, listener in (("BILLING", "notices"), ("BILLING", "portal"), ("SESSIONS", "portal")):
        waits.read(stream, listener)
    await settled()
    assert not until_so.done()
    waits.read("SESSIONS", "notices")
    await until_so
    assert waits.said == 7


@pytest.mark.usefixtures("for_an_hour")
async def test_it_looks_again_when_somebody_says_that_they_rest() -> None:
    waits, until_so = at_once(Standing("notices"))
    await settled()
    waits.read("SESSIONS", "portal")
    waits.read("SESSIONS", "notices")
    await settled()
    assert not until_so.done()
    waits.rested()
    await until_so
