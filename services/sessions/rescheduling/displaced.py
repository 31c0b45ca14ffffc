"""Which sessions a pause has moved or taken out, and from which times: whoever calls it off finds them there again."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from services.sessions.tables import Pause, Session

Times = Mapping[int, datetime]
"""When sessions begin, by their numbers."""


def kept(so_far: Sequence[Mapping[str, Any]], before: Times, after: Times) -> list[dict[str, Any]]:
    """As it is kept: `number`, `was`, and `became`, which is none of what is out. so_far: what was kept before.

    before, after: the times of all that were planned again, on either side of it.
    """
    was = {number: at.isoformat() for number, at in before.items() if after.get(number) != at}
    was |= {one["number"]: one["was"] for one in so_far}
    became = {one["number"]: one["became"] for one in so_far if one["number"] not in before}
    became |= {number: at.isoformat() for number, at in after.items()}
    return [{"number": number, "was": at, "became": became.get(number)} for number, at in sorted(was.items())]


def times_of(rows: Iterable[Session]) -> dict[int, datetime]:
    """By their numbers."""
    return {row.number: row.starts_at for row in rows}


def before(pause: Pause, planned: Times, again: Collection[int]) -> dict[int, datetime] | None:
    """The times that the pause has taken from those that are planned again. None: of an older release's pause, and
    where anything that it has moved was moved since, or is too near to go back.

    planned: what is to be held as it is now. again: the numbers of what is planned again.
    """
    was = {one["number"]: one for one in pause.displaced}
    if not all(number in again or number not in planned for number in was):
        return None
    if any(number not in was and number not in planned for number in again):
        return None
    if any(planned.get(number) != _at(one["became"]) for number, one in was.items() if number in again):
        return None
    return {number: datetime.fromisoformat(one["was"]) for number, one in was.items() if number in again}


def inherit(off: Pause, others: Sequence[Pause], now: Times, after: Times) -> None:
    """A pause that is called off hands on what it took to the first asked of those that stand: called off in their
    turn, they give back what there was before all of them. Not where somebody has moved anything of it since.

    now, after: the times of what is planned again, before it and by it. Called before `off` forgets what it took.
    """
    if not others:
        return
    heir = min(others, key=lambda one: one.paused_at)
    in_turn = sorted((off, *others), key=lambda one: one.paused_at)
    became = {one["number"]: one["became"] for pause in in_turn for one in pause.displaced}
    if any(_at(at) != now.get(number) for number, at in became.items() if number in now or number in after):
        return
    was: dict[int, str] = {}
    for pause in sorted((off, heir), key=lambda one: one.paused_at, reverse=True):
        was |= {one["number"]: one["was"] for one in pause.displaced}
    became |= {number: at.isoformat() for number, at in after.items()}
    heir.displaced = [
        {"number": number, "was": at, "became": became[number]}
        for number, at in sorted(was.items())
        if became[number] != at
    ]
    heir.moved_days, off.moved_days = heir.moved_days + off.moved_days, 0


def _at(told: str | None) -> datetime | None:
    return datetime.fromisoformat(told) if told else None
