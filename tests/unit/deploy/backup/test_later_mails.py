"""Mails of a backup that its databases do not know: left out where they came after it was begun, and else kept."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from deploy.backup import later_mails

BEGUN = datetime(2027, 5, 2, 1, tzinfo=UTC)
AFTER, BEFORE = (f"{int(BEGUN.timestamp()) + seconds}000000000-1.eml" for seconds in (5, -5))


class Notices:
    """Its database: one letter, and one mailed code."""

    async def fetch(self, _sql: str) -> list[tuple[str]]:
        return [("letter",), ("code",)]

    async def close(self) -> None:
        """Nothing is open."""


@pytest.mark.parametrize(
    ("file", "told", "stays"),
    [
        (AFTER, "Message-ID: <letter@x>", True),
        (AFTER, "Message-ID: <another@x>", False),
        (BEFORE, "Message-ID: <another@x>", True),
        (AFTER, "Subject: of nobody", False),
        ("theirs.eml", "Message-ID: <another@x>", True),
    ],
)
async def test_what_came_later_and_is_unknown_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: str, told: str, stays: bool
) -> None:
    async def connect(_url: str) -> Notices:
        return Notices()

    monkeypatch.setattr(later_mails, "connect", connect)
    (tmp_path / file).write_text(f"{told}\n\nwords\n")
    done = await later_mails.leave_out(tmp_path, "postgresql://", BEGUN)
    assert (tmp_path / file).exists() is stays
    assert bool(done) is not stays
    assert await later_mails.leave_out(tmp_path / "none", "postgresql://", BEGUN) == []
