"""A process stands still in one place, so that what pauses or interrupts it has one place to come to."""

import ast
from pathlib import Path

import pytest

from tests.unit.docs.reading import ROOT

WAITING = "waiting.py"
STANDS_STILL = {"wait_condition", "sleep", "until"}
PHASES = sorted((ROOT / "workflows/supervision").glob("*.py"))


def waits_in(source: Path) -> set[str]:
    calls = [node.func for node in ast.walk(ast.parse(source.read_text())) if isinstance(node, ast.Call)]
    names = {call.attr if isinstance(call, ast.Attribute) else getattr(call, "id", "") for call in calls}
    return names & STANDS_STILL


@pytest.mark.parametrize("source", PHASES, ids=lambda path: path.stem)
def test_only_the_joint_stands_still(source: Path) -> None:
    assert bool(waits_in(source)) == (source.name == WAITING)
