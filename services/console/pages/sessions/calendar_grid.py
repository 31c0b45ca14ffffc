"""Sessions laid out for the calendar's macros: side by side in a week, a few a day in a month, one after the other."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from services.console.board.queries.session_calendar import Meeting
from services.console.pages.sessions.calendar_ranges import Span
from services.runtime.finland import to_local
from services.wording.formats import Formats

LANES = 3
_IN_A_MONTHS_DAY = 4
_EARLIEST, _LATEST = 8, 17
_SATURDAY = 5


@dataclass(frozen=True)
class Entry:
    """from_, to: minutes since midnight of its day. lane: how many begin beside it, on its left."""

    day: date
    from_: int
    to: int
    start: str
    end: str
    title: str
    path: str
    state: str
    lane: int = 0

    def told(self) -> dict[str, Any]:
        """As the macro of the week asks for it."""
        words = {name: getattr(self, name) for name in ("start", "end", "title", "path", "state", "to")}
        return words | {"from": self.from_, "beside": self.lane + 1 if self.lane else None}


def entry(meeting: Meeting, title: str, formats: Formats) -> Entry:
    starts = to_local(meeting.starts_at)
    begins = starts.hour * 60 + starts.minute
    return Entry(
        day=starts.date(),
        from_=begins,
        to=_end_of(meeting, begins),
        start=formats.time(meeting.starts_at),
        end=formats.time(meeting.ends_at),
        title=title,
        path=f"/sessions/{meeting.session_id}",
        state=meeting.status,
    )


def _end_of(meeting: Meeting, begins: int) -> int:
    """As clocks show it; by its length where they show nothing later: past midnight, or set back meanwhile."""
    starts, ends = to_local(meeting.starts_at), to_local(meeting.ends_at)
    shown = ends.hour * 60 + ends.minute
    if starts.date() == ends.date() and shown > begins:
        return shown
    return begins + int((meeting.ends_at - meeting.starts_at).total_seconds()) // 60


def by_day(entries: Iterable[Entry]) -> Mapping[date, list[Entry]]:
    days: dict[date, list[Entry]] = defaultdict(list)
    for one in entries:
        days[one.day].append(one)
    return days


def in_lanes(entries: Sequence[Entry]) -> list[Entry]:
    """One day's, by their beginning: each in the first lane that is free by then."""
    ends: list[int] = []
    placed = []
    for one in sorted(entries, key=lambda one: (one.from_, one.to)):
        lane = next((n for n, end in enumerate(ends) if end <= one.from_), len(ends))
        ends[lane : lane + 1] = [one.to]
        placed.append(replace(one, lane=lane))
    return placed


def week(
    span: Span, entries: Iterable[Entry], title: Callable[[date], str], off: Callable[[date], str | None],
    today: date,
) -> tuple[list[dict[str, Any]], int]:  # fmt: skip
    """The days for the macro, a weekend only where something is on it; and how many entries found no room."""
    days = by_day(entries)
    shown, left_out = [], 0
    for day in span.days():
        placed = in_lanes(days.get(day, []))
        fit = [one.told() for one in placed if one.lane < LANES]
        left_out += len(placed) - len(fit)
        if day.weekday() < _SATURDAY or placed:
            shown.append(
                {"date": day, "title": title(day), "today": day == today, "off": off(day), "events": fit}
            )
    return shown, left_out


def hours(entries: Iterable[Entry]) -> tuple[int, int]:
    """From which full hour to which the week has to reach."""
    spans = [(one.from_ // 60, min(-(-one.to // 60), 24)) for one in entries]
    first = min((begins for begins, _ in spans), default=_EARLIEST)
    last = max((ends for _, ends in spans), default=_LATEST)
    return min(first, _EARLIEST), max(last, _LATEST)


def month(
    span: Span, of: date, entries: Iterable[Entry], title: Callable[[date], str],
    off: Callable[[date], str | None], more: Callable[[date, int], tuple[str, str]], today: date,
) -> list[list[dict[str, Any]]]:  # fmt: skip
    """Weeks for the macro. more: the path and the words that stand for so many entries without room."""
    days = by_day(entries)
    cells = [
        {
            "number": day.day,
            "title": title(day),
            "outside": day.month != of.month,
            "today": day == today,
            "off": off(day),
            "events": _few(day, days.get(day, []), more),
        }
        for day in span.days()
    ]
    return [list(cells[n : n + 7]) for n in range(0, len(cells), 7)]


def _few(
    day: date, entries: list[Entry], more: Callable[[date, int], tuple[str, str]]
) -> list[dict[str, Any]]:
    """entries: in their order, which their clock times do not tell in the night when clocks are set back."""
    if len(entries) <= _IN_A_MONTHS_DAY:
        return [one.told() for one in entries]
    rest = len(entries) - _IN_A_MONTHS_DAY + 1
    path, words = more(day, rest)
    last = {"start": "", "title": words, "path": path, "state": "more"}
    return [*(one.told() for one in entries[: _IN_A_MONTHS_DAY - 1]), last]
