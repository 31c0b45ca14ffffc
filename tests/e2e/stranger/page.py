"""What docs/operating.md tells a stranger to type: its commands and settings, by the heading under which they stand."""

import re
from pathlib import Path

_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
_COMMAND = re.compile(
    r"^(?: {4}| {7})((?:\w+=\S+ )?(?:git|\./luotsi|psql|temporal|systemctl|cp) .+?)(?: {3,}\S.*)?$",
    re.MULTILINE,
)
_SETTINGS = re.compile(r"^ *```\n(.+?)^ *```$", re.MULTILINE | re.DOTALL)


class Page:
    def __init__(self, file: Path) -> None:
        self._text = file.read_text()

    def commands(self, heading: str) -> list[str]:
        """In their order; what stands behind one, after three spaces, are words about it."""
        return _COMMAND.findall(self._below(heading))

    def settings(self, heading: str) -> str:
        """The first block of settings there."""
        found = _SETTINGS.search(self._below(heading))
        assert found, f"no settings stand under {heading}"
        return found[1]

    def _below(self, heading: str) -> str:
        """Up to the next heading, of whatever level."""
        _, found, below = self._text.partition(f" {heading}\n")
        assert found, f"there is no heading {heading}"
        return _HEADING.split(below)[0]
