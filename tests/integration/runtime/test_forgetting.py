"""What is not kept for good goes by itself, some rows at a time, and nothing else goes with it."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa

from services.messages.keep_times import FAILURES, HANDLED_IN_THE_END, LETTERS
from services.notices.tables import Notice, SignInMail
from services.runtime.service import Service
from services.runtime.storage import forgetting
from services.runtime.storage.database import transaction, write_rows
from services.runtime.storage.tables import failure, parked
from tests.house import House

LATER = timedelta(minutes=1)


@pytest.fixture
async def notices(house: House) -> Service[Any]:
    await house.open("notices")
    return house.services["notices"]


async def forget(service: Service[Any]) -> int:
    return await forgetting.forget(service.engine, service.clock.now(), service.forgets)


async def test_letters_go_when_nobody_can_claim_any_more_that_they_were_not_told(
    house: House, notices: Service[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What waits and what did not arrive stays however old it is."""
    monkeypatch.setattr(forgetting, "_AT_ONCE", 2)
    long_ago = house.clock.now() - LETTERS - LATER
    lately = long_ago + 2 * LATER
    old = [_letter(status, long_ago) for status in ("sent", "sent", "sent", "dropped", "refused", "waiting")]
    await _write(notices, Notice, [*old, _letter("sent", lately), _letter("dropped", lately)])
    monkeypatch.setattr(notices, "clock", house.clock)
    assert await forget(notices) == 4
    left = await house.rows("notices", "select status from notice where facts ? 'old' order by 1")
    assert [row["status"] for row in left] == ["dropped", "refused", "sent", "waiting"]
    assert await forget(notices) == 0


async def test_what_failed_and_was_mended_long_ago_is_forgotten(house: House, notices: Service[Any]) -> None:
    now = datetime.now(UTC)
    await _write(notices, failure, [_failure(1, now - FAILURES - LATER), _failure(2, now - FAILURES + LATER)])
    replayed = (now - HANDLED_IN_THE_END - LATER, now - HANDLED_IN_THE_END + LATER, None)
    await _write(notices, parked, [_parked(place, at) for place, at in enumerate(replayed)])
    await _write(notices, SignInMail, [_code(now - LETTERS - LATER), _code(now), _code(None)])
    assert await forget(notices) == 3
    assert [row["stream_seq"] for row in await house.rows("notices", "select stream_seq from failure")] == [2]
    places = await house.rows("notices", "select stream_seq from parked order by 1")
    assert [row["stream_seq"] for row in places] == [1, 2]
    assert len(await house.rows("notices", "select from sign_in_mail")) == 2


async def _write(service: Service[Any], table: Any, rows: list[dict[str, Any]]) -> None:
    async with transaction(service.engine) as db:
        await write_rows(db, sa.insert(table), rows)


def _letter(status: str, at: datetime) -> dict[str, Any]:
    return {
        "notice_id": uuid4(),
        "natural_key": str(uuid4()),
        "kind": "session_moved",
        "person_id": uuid4(),
        "facts": {"old": True},
        "written_at": at,
        "not_before": at if status != "waiting" else at + 2 * LETTERS,
        "sent_at": at if status == "sent" else None,
        "status": status,
    }


def _failure(place: int, since: datetime) -> dict[str, Any]:
    told = {"source": "directory", "event_id": "1", "times": 1, "error_type": "Refusal"}
    return {"stream_seq": place, "since": since, **told}


def _parked(place: int, replayed_at: datetime | None) -> dict[str, Any]:
    told = {
        "source": "directory",
        "subject": "events.directory.x",
        "headers": {},
        "payload": b"",
        "reason": "failed",
    }
    return {"id": uuid4(), "stream_seq": place, "replayed_at": replayed_at, **told}


def _code(ended_at: datetime | None) -> dict[str, Any]:
    now, person = datetime.now(UTC), UUID(int=1)
    told = {"purpose": "sign_in", "proves": "address", "language": "fi", "person_id": person}
    when = {"written_at": now, "not_before": now, "ended_at": ended_at, "status": "sent"}
    return {"mail_id": uuid4(), **told, **when}
