"""The map in `services/__init__.py`, row by row, and the names that a new message adds to it."""

from pathlib import Path

import services
from services.messages.envelope import commands_of, events_of

FILE = Path(str(services.__file__))
ANSWERS, SAYS = 2, 4
"""The columns that name messages."""


def rows(text: str) -> list[list[str]]:
    """The cells of each service's row."""
    return [_cells(line) for line in text.splitlines() if _is_row(line)]


def stands_for(word: str, name: str) -> bool:
    """`Show...` stands for every message whose name begins so."""
    return name.startswith(word[:-3]) if word.endswith("...") else name == word


def words_of(cell: str) -> list[str]:
    return [] if cell == "-" else cell.split(", ")


def with_new_messages(text: str) -> str:
    """Each message that no word of its row stands for, behind those that are there; a person finds a better place."""
    lines = [_completed(line) if _is_row(line) else line for line in text.splitlines()]
    return "\n".join(lines) + "\n"


def _completed(line: str) -> str:
    cells = _cells(line)
    for column, messages in ((ANSWERS, commands_of(cells[0])), (SAYS, events_of(cells[0]))):
        words = words_of(cells[column])
        new = [
            kind.__name__
            for kind in messages.values()
            if not any(stands_for(word, kind.__name__) for word in words)
        ]
        if new:
            line = _replaced(line, column, ", ".join([*words, *sorted(new)]))
    return line


def _replaced(line: str, column: int, cell: str) -> str:
    parts = line.split("|")
    parts[column + 1] = f" {cell} "
    return "|".join(parts)


def _is_row(line: str) -> bool:
    return line.startswith("| ") and not line.startswith("| service")


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip("| ").split("|")]
