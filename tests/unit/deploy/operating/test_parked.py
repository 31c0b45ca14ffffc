"""`./luotsi parked list`: who gives no answer hides nobody else's, and what others have said orders no terminal."""

import asyncio
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest

from deploy.operating.parked import held_by, tell_all, tell_one
from services.messages.operations import ListParked, ParkedMessage, ParkedMessages
from services.runtime.commands.refusal import Fault

MESSAGE = ParkedMessage(
    parked_id=uuid4(),
    source="intake",
    event_id=None,
    aggregate_id=None,
    replayed_at=None,
    subject="events.intake.\x1b[2Jx",
    reason="malformed_event",
    parked_at=datetime(2027, 5, 2, tzinfo=UTC),
)


def test_who_gives_no_answer_is_told_of_beside_the_others(capsys: pytest.CaptureFixture[str]) -> None:
    async def ask(_: ListParked, of: str) -> Any:
        if of == "intake":
            raise Fault("its answer cannot be \x1b[2Jread")
        return ParkedMessages(messages=[MESSAGE] if of == "billing" else [])

    found, silent = asyncio.run(held_by(ask, ["intake", "billing", "sessions"]))  # type: ignore[arg-type]  # as it asks
    assert tell_all(found, silent) == 1
    said = capsys.readouterr().out
    assert "billing    events.intake.?[2Jx" in said and "1 parked message(s)" in said
    assert said.endswith("luotsi: intake gives no answer: its answer cannot be ?[2Jread\n")
    assert tell_all(found, {}) == 0 and tell_one("billing", MESSAGE) == 0
    assert "\x1b" not in capsys.readouterr().out
