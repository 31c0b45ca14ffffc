"""What a process's page says of its sessions that wait, and of one that has ended: what can be read, and done still."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from services.console.pages.processes.process import Line, _in_other_time, _is_given, _kept, held_back
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


def test_what_an_open_pause_holds_back_is_counted_once() -> None:
    def meeting(number: int, status: str, trial: bool = False) -> Any:
        return SimpleNamespace(number=number, status=status, trial=trial)

    rows = [meeting(1, "held", trial=True), meeting(1, "held"), meeting(2, "paused"), meeting(3, "paused")]
    facts = {"paused_from": date(2027, 6, 1), "goes_on": None, "early_end_on": None, "ended_at": None}
    card: Any = SimpleNamespace(**facts)
    assert held_back(card, rows) == 2
    assert held_back(card, [*rows, meeting(3, "planned")]) == 1
    card.goes_on = date(2027, 7, 1)
    assert held_back(card, rows) is None


def test_lines_in_the_machines_own_time_are_said_to_be_so() -> None:
    real = datetime(2026, 11, 28, 12, tzinfo=UTC)
    step, event = Line(real, "workflows", "Followed"), Line(real, "intake", "Asked")
    assert _in_other_time(real + timedelta(days=400), real, [step, event])
    assert not _in_other_time(real + timedelta(days=400), real, [event])
    assert not _in_other_time(real, real, [step])
