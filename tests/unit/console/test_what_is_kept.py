"""What a process's page says of one that has ended: what can be read, and done still."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from services.console.pages.processes.process import Line, _in_other_time, _is_given, _kept
from services.messages.values import Role


@pytest.mark.parametrize(
    ("phase", "role", "said"),
    [
        ("closed", Role.COORDINATOR, True),
        ("withdrawn", Role.ADMINISTRATOR, True),
        ("sessions", Role.COORDINATOR, False),
        ("closed", Role.SUPERVISOR, False),
    ],
)
def test_how_long_letters_and_steps_can_be_read_is_said(phase: str, role: Role, said: bool) -> None:
    visit: Any = SimpleNamespace(text=lambda words: words, viewer=SimpleNamespace(role=role))
    card: Any = SimpleNamespace(phase=phase)
    assert ("for 3 years" in _kept(visit, card) and "for 10 years" in _kept(visit, card)) == said


@pytest.mark.parametrize(
    ("phase", "next_at", "given"),
    [("sessions", None, True), ("closed", None, False), ("closed", "a review waits", True)],
)
def test_what_is_over_is_given_to_nobody_unless_something_waits(
    phase: str, next_at: Any, given: bool
) -> None:
    visit: Any = SimpleNamespace(may=lambda _right: True)
    card: Any = SimpleNamespace(phase=phase, next_at=next_at)
    assert _is_given(visit, card) is given


def test_lines_in_the_machines_own_time_are_said_to_be_so() -> None:
    real = datetime(2026, 11, 28, 12, tzinfo=UTC)
    step, event = Line(real, "workflows", "Followed"), Line(real, "intake", "Asked")
    assert _in_other_time(real + timedelta(days=400), real, [step, event])
    assert not _in_other_time(real + timedelta(days=400), real, [event])
    assert not _in_other_time(real, real, [step])
