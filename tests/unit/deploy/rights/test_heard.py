"""What a program answers, the broker lets it hear: on every way on which it may be asked."""

from importlib import import_module

import pytest

from deploy.rights.asked import programs
from deploy.rights.table import table
from services.messages import operations
from services.runtime.commands.viewing import subjects_of
from services.runtime.finding_handlers import find_handlers


@pytest.mark.parametrize("local", [True, False])
@pytest.mark.parametrize("program", programs())
def test_a_program_may_hear_what_its_handlers_answer(program: str, local: bool) -> None:
    room = "workflows" if program == "workflows" else f"services.{program}"
    commands, _ = find_handlers(program, import_module(f"{room}.handlers"))
    ways = [
        way
        for command in commands
        for way in subjects_of(command, program if command.__module__ == operations.__name__ else None)
    ]
    allowed = [pattern.removesuffix(">") for pattern in table(local=local)[program].subscribe]
    refused = [way for way in ways if not any(_begins(way, pattern) for pattern in allowed)]
    assert refused == []


def _begins(way: str, pattern: str) -> bool:
    """pattern: without its last word, where that stands for all that follow."""
    words = zip(way.split("."), pattern.rstrip(".").split("."), strict=False)
    return len(way) >= len(pattern) and all(asked in ("*", word) for word, asked in words)
