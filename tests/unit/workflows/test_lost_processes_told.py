"""A fact about a process that Temporal has lost begins it anew, and is told; what it is not told does no harm."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest

from services.messages.keep_times import HISTORIES
from services.messages.sessions import ReviewDone
from workflows import events_to_signals
from workflows.lost import beginning_anew, begun
from workflows.running_processes import NotBegunYet
from workflows.supervision.state import Phase

NOW = datetime(2027, 3, 1, 10, 0, tzinfo=UTC)
PROCESS = UUID(int=1)
HELD = ReviewDone(process_id=PROCESS, kind="interim", wants_to_continue=True, benefit=True)


class Temporal:
    """Knows no process until it begins."""

    def __init__(self) -> None:
        self.knows = False
        self.told: list[Any] = []

    async def tell(self, process_id: UUID, told: Any) -> None:
        if not self.knows:
            raise NotBegunYet(process_id)
        self.told.append(told.fact)


async def heard(monkeypatch: pytest.MonkeyPatch, began_at: datetime | None, as_found: str) -> list[Any]:
    """What its process is told. as_found: the phase that its owners say."""
    temporal = Temporal()

    async def began(*_: Any) -> datetime | None:
        return began_at

    async def begin(*_: Any) -> str:
        temporal.knows = as_found not in (Phase.ENDED, beginning_anew.UNKNOWN)
        return as_found

    monkeypatch.setattr(begun, "began_at", began)
    monkeypatch.setattr(beginning_anew, "begin", begin)
    work: Any = SimpleNamespace(
        resources=SimpleNamespace(processes=temporal),
        heard=SimpleNamespace(event_id="1", said_at=NOW),
        clock=SimpleNamespace(now=lambda: NOW),
        db=None,
    )
    await events_to_signals.review_done(HELD, work)
    return temporal.told


async def test_one_that_was_lost_begins_anew_and_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(await heard(monkeypatch, NOW - timedelta(days=200), Phase.SESSIONS)) == 1


@pytest.mark.parametrize(
    ("began_at", "as_found"),
    [(NOW - timedelta(days=400), Phase.ENDED), (NOW - HISTORIES - timedelta(days=1), Phase.SESSIONS)],
)
async def test_of_one_that_has_ended_the_fact_is_dropped(
    began_at: datetime, as_found: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert await heard(monkeypatch, began_at, as_found) == []


@pytest.mark.parametrize(
    ("began_at", "as_found"), [(None, Phase.SESSIONS), (NOW - timedelta(days=1), beginning_anew.UNKNOWN)]
)
async def test_of_one_that_is_still_to_begin_the_fact_comes_again(
    began_at: datetime | None, as_found: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(NotBegunYet):
        await heard(monkeypatch, began_at, as_found)
