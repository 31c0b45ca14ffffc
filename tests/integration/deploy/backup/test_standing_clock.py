"""The clock that a backup holds is that of its databases, however fast somebody moves it meanwhile."""

import asyncio
import json
import os
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from deploy.backup import copying
from services.runtime.clock import MovableClock
from services.runtime.storage.connections import engine_for
from tests.servers import Servers
from workflows import clock_moves

pytestmark = pytest.mark.servers


class Mover:
    """Moves the clock by a day, again and again. tried: how often it looked and had to wait."""

    def __init__(self, engine: AsyncEngine, file: Path) -> None:
        self._engine = engine
        self._clock = MovableClock(file)
        self.moved = self.tried = 0

    async def run(self) -> None:
        while True:
            async with clock_moves.moving(self._engine):
                self._clock.move_to(self._clock.now() + timedelta(days=1))
                self.moved += 1
            await asyncio.sleep(0)

    async def waits(self, _seconds: float) -> None:
        self.tried += 1
        await SLEEP(0)


SLEEP = asyncio.sleep


@pytest.fixture
async def engine(servers: Servers) -> AsyncIterator[AsyncEngine]:
    engine = engine_for(servers.postgres_dsn.replace("postgresql://", "postgresql+asyncpg://"))
    yield engine
    await engine.dispose()


async def test_whoever_moves_the_clock_waits_for_the_copy_of_the_databases(
    servers: Servers, engine: AsyncEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data, to = tmp_path / "data", tmp_path / "copy"
    data.mkdir()
    clock, seen = data / "clock.json", list[dict[str, Any]]()
    mover = Mover(engine, clock)

    def copies(*_: object) -> None:
        """For as long as the mover takes to look three times, or to move the clock as often."""
        looked = mover.tried + mover.moved
        seen.append(json.loads(clock.read_text()))
        while mover.tried + mover.moved < looked + 3:
            os.sched_yield()
        seen.append(json.loads(clock.read_text()))

    async def of_no_worker(_installation: object) -> dict[str, Any]:
        return {}

    monkeypatch.setattr(copying, "of_the_worker", of_no_worker)
    monkeypatch.setattr(copying, "copy_temporal", lambda *_: None)
    monkeypatch.setattr(copying, "copy_postgres", copies)
    monkeypatch.setattr(clock_moves, "asyncio", SimpleNamespace(sleep=mover.waits))
    installation: Any = SimpleNamespace(data=data, database_url=lambda *_, **__: servers.postgres_dsn)
    moving = asyncio.create_task(mover.run())
    try:
        while mover.moved < 3:
            await asyncio.sleep(0)
        await copying._copy(installation, to, lambda _: None, copying.nothing)
        moved = mover.moved
        while mover.moved < moved + 3:
            await asyncio.sleep(0)
    finally:
        moving.cancel()
        await asyncio.gather(moving, return_exceptions=True)
    assert seen[0] == seen[1] == json.loads((to / "clock.json").read_text())
    assert MovableClock(clock).now() > datetime.now(UTC) + timedelta(days=6)
