"""How far an open page has come: what was committed when it looked, said so that a browser can bring it back.

The database's own snapshot, because ids are given before the commit: a slower transaction's come in behind one that
was seen already.
"""

import re
from dataclasses import dataclass

_ONE = "[0-9]{1,18}"
_TEXT = re.compile(f"({_ONE})-({_ONE}:{_ONE}:(?:{_ONE}(?:,{_ONE}){{0,200}})?)")


@dataclass(frozen=True)
class Seen:
    """last_id: the highest that was there. snapshot: a pg_snapshot, by which each transaction was seen or was not."""

    last_id: int
    snapshot: str

    def __str__(self) -> str:
        return f"{self.last_id}-{self.snapshot}"

    @property
    def oldest_running(self) -> int:
        """Every transaction before this one was seen, if it was committed."""
        return int(self.snapshot.split(":")[0])


NOTHING = Seen(0, "1:1:")


def seen_of(text: str) -> Seen:
    """What a browser says, or NOTHING where it says nothing that can be one."""
    said = _TEXT.fullmatch(text)
    if said is None:
        return NOTHING
    oldest, following, running = said[2].split(":")
    among = [int(one) for one in running.split(",") if one]
    in_order = among == sorted(set(among)) and all(int(oldest) <= one < int(following) for one in among)
    if not (0 < int(oldest) <= int(following) and in_order):
        return NOTHING
    return Seen(int(said[1]), said[2])
