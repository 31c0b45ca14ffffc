"""No folder has more files of its own than a reader takes in; what is recorded or listed is counted apart."""

from collections import Counter
from pathlib import Path

from tests.unit.docs.reading import ROOT

MOST = 20
COUNTED = ("services", "workflows", "deploy", "tests", "benchmarks", "docs")
MAY_HAVE_MORE = {
    "docs/decisions": "one page for each decision, found by its number",
    "services/contracts/migrations/versions": "a step for each change of the tables, read in their order or not at all",
    "tests/messages/examples": "one recorded message for each kind, and none is looked for by eye",
    "tests/workflows/recorded": "a history for each run of each path, read by a test alone",
}
"""What these folders, and those below them, hold instead."""
MADE = {"__pycache__", "node_modules"}


def test_no_folder_has_more_files_than_a_reader_takes_in() -> None:
    assert crowded(files()) == {}, f"at most {MOST}: give them rooms by what they are about"


def test_every_folder_that_may_have_more_still_does() -> None:
    counted = Counter(str(file.parent) for file in files())
    for folder in MAY_HAVE_MORE:
        assert any(number > MOST for name, number in counted.items() if _is_below(name, folder)), folder


def test_a_crowded_folder_is_seen() -> None:
    planted = [Path("services/planted") / f"{number}.py" for number in range(MOST + 1)]
    recorded = [Path("tests/messages/examples/planted") / file.name for file in planted]
    assert crowded([*planted, *recorded]) == {"services/planted": MOST + 1}
    assert crowded(planted[1:]) == {}


def files() -> list[Path]:
    """From the root; without what is made while tests run."""
    return [
        file.relative_to(ROOT)
        for folder in COUNTED
        for file in (ROOT / folder).rglob("*")
        if file.is_file() and not MADE & set(file.parts) and not file.name.startswith(".")
    ]


def crowded(found: list[Path]) -> dict[str, int]:
    counted = Counter(str(file.parent) for file in found)
    return {
        folder: number
        for folder, number in counted.items()
        if number > MOST and not any(_is_below(folder, allowed) for allowed in MAY_HAVE_MORE)
    }


def _is_below(folder: str, allowed: str) -> bool:
    return f"{folder}/".startswith(f"{allowed}/")
