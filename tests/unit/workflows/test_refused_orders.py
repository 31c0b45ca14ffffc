"""What the worker refuses of whoever runs the platform: each by its code and field."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any, cast
from uuid import UUID

import pytest
from temporalio.service import RPCError, RPCStatusCode

from services.messages.process import MoveClock
from services.runtime.commands.refusal import Refusal
from workflows import handlers
from workflows.clock_moves import ClockMoves
from workflows.releases import Releases
from workflows.running_processes import Processes
from workflows.supervision.state import Resolution

NOW = datetime(2027, 1, 4, 7, tzinfo=UTC)
LATER = NOW + timedelta(days=1)
PROCESS = UUID(int=1)


async def test_the_clock_moves_on_one_local_machine_alone() -> None:
    work: Any = SimpleNamespace(resources=SimpleNamespace(moves=None))
    with pytest.raises(Refusal, match="not_local: to"):
        await handlers.move_clock(MoveClock(to=LATER), work)


@pytest.mark.parametrize(
    ("goes_to", "asked", "refused"),
    [(None, NOW - timedelta(seconds=1), "not_forward: to"), (LATER, NOW, "already_moving: to")],
)
async def test_it_moves_forward_and_one_move_at_a_time(
    monkeypatch: pytest.MonkeyPatch, goes_to: datetime | None, asked: datetime, refused: str
) -> None:
    async def moving_to(_: ClockMoves) -> datetime | None:
        return goes_to

    monkeypatch.setattr(ClockMoves, "moving_to", moving_to)
    nobody: Any = None
    moves = ClockMoves(nobody, nobody, nobody, nobody, cast(Any, SimpleNamespace(now=lambda: NOW)))
    with pytest.raises(Refusal, match=refused):
        await moves.begin(asked)


async def test_a_release_without_a_worker_does_not_become_the_current_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def current(_: Releases) -> str:
        return "0.1.0"

    async def unknown(_: Any) -> None:
        raise RPCError("no such version", RPCStatusCode.NOT_FOUND, b"")

    monkeypatch.setattr(Releases, "current", current)
    service = SimpleNamespace(set_worker_deployment_current_version=unknown)
    client: Any = SimpleNamespace(workflow_service=service, namespace="luotsi", identity="test")
    with pytest.raises(Refusal, match="unknown_release: build"):
        await Releases(client).make_current("0.2.0")


async def test_a_process_that_asks_for_nobody_is_not_decided_about(monkeypatch: pytest.MonkeyPatch) -> None:
    async def view(_: Processes, __: UUID) -> Any:
        return SimpleNamespace(attention=None)

    monkeypatch.setattr(Processes, "view", view)
    nobody: Any = None
    with pytest.raises(Refusal, match="not_stuck: process_id"):
        await Processes(nobody, nobody).resolve(PROCESS, Resolution(action="skip", reason="Ei tarvita."))
