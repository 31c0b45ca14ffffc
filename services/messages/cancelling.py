"""The steps of what a cancellation costs, wherever somebody sets them: which may stand together, and in which order."""

from collections.abc import Iterable, Sequence
from typing import Literal

from services.messages.values import CancellationTier

MOST_TIERS = 5
TierFault = Literal["tiers_in_two_units", "notice_twice", "later_costs_less"]
_A_DAY, _FROM_SO_MANY = 24, 72
_WITHOUT_NOTICE = 100
"""Of what is cancelled later than any step says."""


def tiers_fault(tiers: Sequence[CancellationTier]) -> TierFault | None:
    """tiers: in any order. Whoever cancels later never pays less."""
    if len({one.notice_hours is None for one in tiers}) > 1 or any(map(_is_of_no_or_both_units, tiers)):
        return "tiers_in_two_units"
    if len({notice_of(one) for one in tiers}) < len(tiers):
        return "notice_twice"
    percents = [one.percent for one in _longest_first(tiers)]
    return "later_costs_less" if percents != sorted(percents) else None


def settled(tiers: Sequence[CancellationTier]) -> list[CancellationTier]:
    """The longest notice first, down to none at all, so that a paper says of every cancellation what it costs."""
    ordered = _longest_first(tiers)
    if not ordered or notice_of(ordered[-1]) == 0:
        return ordered
    hours = ordered[0].notice_hours is not None
    none: dict[str, int] = {"notice_hours" if hours else "notice_working_days": 0}
    return [*ordered, CancellationTier.model_validate({**none, "percent": _WITHOUT_NOTICE})]


def notice_of(tier: CancellationTier) -> int:
    """In the unit in which it is counted."""
    return tier.notice_hours or tier.notice_working_days or 0


def in_days(tier: CancellationTier) -> int | None:
    """Where its hours are said as whole days of 24 hours: nobody counts a week in hours."""
    hours = tier.notice_hours or 0
    return hours // _A_DAY if hours >= _FROM_SO_MANY and hours % _A_DAY == 0 else None


def _longest_first(tiers: Iterable[CancellationTier]) -> list[CancellationTier]:
    return sorted(tiers, key=notice_of, reverse=True)


def _is_of_no_or_both_units(tier: CancellationTier) -> bool:
    return (tier.notice_hours is None) == (tier.notice_working_days is None)
