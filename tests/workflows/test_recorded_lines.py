"""Every line of the workflows is gone over by a recorded history, but for what no history can hold, with its reason.

Whoever adds a branch records a path that takes it: else its processes would be replayed by nothing.
"""

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

from temporalio.worker import Replayer, UnsandboxedWorkflowRunner

import workflows
from tests.workflows.record import CORPUS
from tests.workflows.test_replay import HISTORIES, read
from workflows.billing.run import BillingRun
from workflows.encryption import data_converter
from workflows.supervision.process import SupervisionProcess

ROOM = Path(workflows.__file__).parent
FILES = sorted(file for folder in ("supervision", "billing") for file in (ROOM / folder).glob("*.py"))
ELSEWHERE = {
    "SupervisionProcess.view": "a query leaves nothing in a history",
    "ProcessState.view": "it is what that query shows",
    "Pause.held_over": "of what a contract's pause holds, nothing has an instant of its own: tests/unit/workflows",
}
NO_PATH = ("assert_never(", "case _")
"""What the type checker proves to be never reached."""
_A_FUNCTION = 2  # inspect.CO_NEWLOCALS: the body of a module or a class runs when it is imported

Line = tuple[str, int]


def lines_of(code: CodeType, inside: str = "") -> Iterator[tuple[str, int]]:
    """The name of each function, and its lines but for the first, which is its head."""
    if code.co_flags & _A_FUNCTION:
        name = inside or code.co_qualname
        yield from ((name, line) for _, _, line in code.co_lines() if line and line != code.co_firstlineno)
        inside = name
    for one in code.co_consts:
        if isinstance(one, CodeType):
            yield from lines_of(one, inside)


@contextmanager
def noting(passed: set[Line]) -> Iterator[None]:
    """Each line of the room that another thread comes to: the replayer works in threads of its own."""

    def note(frame: FrameType, event: str, _: Any) -> Any:
        if frame.f_code.co_filename.startswith(str(ROOM)):
            passed.add((frame.f_code.co_filename, frame.f_lineno))
            return note
        return None

    before = threading.gettrace()
    threading.settrace(note)
    try:
        yield
    finally:
        threading.settrace(before or sys.gettrace())


async def gone_over(histories: list[Path]) -> set[Line]:
    """Outside of the sandbox, which would load the room once more."""
    passed: set[Line] = set()
    with noting(passed):
        for file in histories:
            replayer = Replayer(
                workflows=[SupervisionProcess, BillingRun],
                data_converter=data_converter(CORPUS),
                workflow_runner=UnsandboxedWorkflowRunner(),
            )
            await replayer.replay_workflow(read(file))
    return passed


def not_in(passed: set[Line]) -> list[str]:
    left = []
    for file in FILES:
        words = file.read_text().splitlines()
        for name, line in sorted(
            set(lines_of(compile(file.read_text(), file, "exec"))), key=lambda it: it[1]
        ):
            text = words[line - 1].strip()
            if (str(file), line) not in passed and name not in ELSEWHERE and not text.startswith(NO_PATH):
                left.append(f"{file.parent.name}/{file.name}:{line} {name}: {text}")
    return left


async def test_every_line_of_the_workflows_is_gone_over_by_a_recorded_history() -> None:
    assert not_in(await gone_over(HISTORIES)) == []


async def test_a_path_that_is_not_recorded_is_missed() -> None:
    """Without the histories of the trials, what is done about one is in none."""
    left = not_in(await gone_over([one for one in HISTORIES if not one.name.startswith("trial")]))
    assert any("look_at_trial" in line for line in left)
