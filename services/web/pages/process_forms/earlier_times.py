"""A schedule as it is now, and beside it what something took the place of, or what fell with the contract."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, Protocol, TypeVar

_TAKEN_OUT = ("paused", "replaced")


class Row(Protocol):
    """waits: it has no day any more or yet. fell: it was called off with the contract's end."""

    @property
    def number(self) -> int: ...
    @property
    def trial(self) -> bool: ...
    @property
    def starts_at(self) -> datetime: ...
    @property
    def status(self) -> str: ...
    @property
    def waits(self) -> bool: ...
    @property
    def fell(self) -> bool: ...


R = TypeVar("R", bound=Row)


@dataclass(frozen=True)
class Schedule(Generic[R]):
    """earlier: what stands no more, together for each session, by its times. fallen: with the contract's end.

    ended: the process is over, and what a pause had taken out is held no more.
    """

    rows: Sequence[R]
    earlier: Sequence[Sequence[R]]
    fallen: Sequence[R] = ()
    ended: bool = False

    def was_not_held(self, row: R) -> bool:
        """A pause had taken it out, and nothing comes any more."""
        return self.ended and row.status == "paused"

    @property
    def left_out(self) -> int:
        return sum(len(those) for those in self.earlier)


def as_it_is(rows: Sequence[R], *, ended: bool = False) -> Schedule[R]:
    """In their order. Of a session that has no other row, as in an open pause, the last time that it had stands. A time
    that it has again is no earlier one. ended: as of Schedule.
    """
    standing = {(one.trial, one.number) for one in rows if _stands(one)}
    last: dict[tuple[bool, int], R] = {}
    for one in sorted((one for one in rows if not _stands(one)), key=lambda one: one.starts_at):
        if (one.trial, one.number) not in standing:
            last[one.trial, one.number] = one
    shown = [one for one in rows if _stands(one) or any(one is each for each in last.values())]
    has_now = {(one.trial, one.number, one.starts_at) for one in shown}
    earlier: dict[tuple[bool, int], list[R]] = {}
    for one in sorted(rows, key=lambda one: one.starts_at):
        if (one.trial, one.number, one.starts_at) not in has_now:
            earlier.setdefault((one.trial, one.number), []).append(one)
    fallen = [one for one in shown if one.fell and one.status == "cancelled"]
    shown = [one for one in shown if not any(one is each for each in fallen)]
    times = [those for _, those in sorted(earlier.items(), key=lambda each: each[0][1])]
    return Schedule(shown, times, fallen, ended)


def _stands(row: Row) -> bool:
    return row.status not in _TAKEN_OUT or row.waits
