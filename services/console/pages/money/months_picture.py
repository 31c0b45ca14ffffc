"""A picture of what was invoiced month by month: bars from the left, the latest month last."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

MOST = 12
"""A year, in which the summer's quiet months can be seen as such."""
WIDTH, HEIGHT = 360, 150
BASE, _TOP, _LEFT = 122, 18, 4
_STEP = (WIDTH - 2 * _LEFT) / MOST
_BAR = 20


@dataclass(frozen=True)
class Bar:
    """One month. year: where it is told under the bar, of the first one and of each January; empty else."""

    period: str
    cents: int
    x: int
    y: int
    height: int
    month: str
    year: str

    @property
    def middle(self) -> int:
        return self.x + _BAR // 2


@dataclass(frozen=True)
class Picture:
    """highest_cents: of the line at top."""

    bars: Sequence[Bar]
    highest_cents: int
    top: int = _TOP
    bar_width: int = _BAR


def of_months(net_cents: Mapping[str, int]) -> Picture | None:
    """net_cents: by period, of those that have any. None where there is nothing to see."""
    invoiced = {period: cents for period, cents in net_cents.items() if cents}
    if not invoiced:
        return None
    shown = _months(min(invoiced), max(invoiced))[-MOST:]
    highest = max(invoiced.get(period, 0) for period in shown)
    bars = [_bar(at, period, invoiced.get(period, 0), highest) for at, period in enumerate(shown)]
    return Picture(bars, highest)


def _bar(at: int, period: str, cents: int, highest: int) -> Bar:
    year, month = period.split("-")
    height = round((BASE - _TOP) * cents / highest)
    x = round(_LEFT + at * _STEP + (_STEP - _BAR) / 2)
    told = year if at == 0 or month == "01" else ""
    return Bar(period, cents, x, BASE - height, height, month.lstrip("0"), told)


def _months(first: str, last: str) -> list[str]:
    """Each from the first to the last, those without an invoice too."""
    begin, end = _count(first), _count(last)
    return [f"{count // 12:04}-{count % 12 + 1:02}" for count in range(begin, end + 1)]


def _count(period: str) -> int:
    year, month = period.split("-")
    return int(year) * 12 + int(month) - 1
