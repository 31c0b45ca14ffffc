"""Which acts were carried out in a folder, kept beside its calendar: a demo that is started again does none twice."""

import json
from pathlib import Path

NAME = "demo-done.jsonl"


class Done:
    """By who did what. folder: none where nobody goes on after this driver."""

    def __init__(self, folder: Path | None = None) -> None:
        self._file = folder / NAME if folder else None
        self._acts = _read(self._file) if self._file and self._file.exists() else set()

    def __contains__(self, act: tuple[str, str]) -> bool:
        return act in self._acts

    def add(self, who: str, what: str) -> None:
        """What was under way when the demo broke off is not here, and is asked again: each service does it once."""
        self._acts.add((who, what))
        if self._file:
            with self._file.open("a") as file:
                file.write(json.dumps([who, what], ensure_ascii=False) + "\n")


def _read(file: Path) -> set[tuple[str, str]]:
    """A last line that was not written to its end is taken away."""
    whole, end, torn = file.read_text().rpartition("\n")
    if torn:
        file.write_text(whole + end)
    return {(who, what) for who, what in map(json.loads, whole.splitlines())}
