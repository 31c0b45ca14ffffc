"""The two doors of a running platform: where they are."""

from dataclasses import dataclass
from typing import Literal

from deploy.machine.installation import Installation

Name = Literal["portal", "console"]
NAMES: tuple[Name, ...] = ("portal", "console")


@dataclass(frozen=True)
class Doors:
    installation: Installation

    def url(self, door: Name, path: str = "") -> str:
        return self.installation.url(door) + path

    @property
    def hosts(self) -> list[str]:
        """`name:port` of each."""
        return [self.url(door).removeprefix("http://") for door in NAMES]
