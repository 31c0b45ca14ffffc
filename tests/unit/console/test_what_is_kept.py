"""A process that has ended says for how long its letters and its steps can be read, to those who see them."""

from types import SimpleNamespace
from typing import Any

import pytest

from services.console.pages.processes.process import _kept
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
