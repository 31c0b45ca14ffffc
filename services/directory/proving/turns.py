"""How often something may be asked of one process of ours, whoever asks."""

from time import monotonic
from typing import ClassVar


class Turns:
    """So many at once, and one more each second: more than people at a door type."""

    MOST: ClassVar[int] = 120

    def __init__(self) -> None:
        self._left, self._at = float(self.MOST), monotonic()

    def take(self) -> bool:
        now = monotonic()
        self._left, self._at = min(self.MOST, self._left + now - self._at), now
        if self._left < 1:
            return False
        self._left -= 1
        return True
