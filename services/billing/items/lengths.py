"""What a held session costs that took another time than was agreed: a price stands for a length, not for a minute."""

from collections.abc import Iterable

from services.messages.lengths import MINUTES_FOR_NOTHING
from services.messages.values import LengthPrice


def charged(
    held_minutes: int | None, agreed: LengthPrice, others: Iterable[LengthPrice], *, longer_agreed: bool
) -> LengthPrice:
    """The line of the agreed prices that the session is charged by.

    held_minutes: none: as long as was agreed. others: what was agreed of other lengths, in any order. A shorter one
    has the longest length that it filled, or the shortest there is; a longer one only what the commissioner agreed to.
    """
    if held_minutes is None:
        return agreed
    if held_minutes < agreed.minutes - MINUTES_FOR_NOTHING:
        return _longest(held_minutes, [one for one in others if one.minutes < agreed.minutes], agreed)
    if held_minutes > agreed.minutes and longer_agreed:
        filled = [one for one in others if agreed.minutes < one.minutes <= held_minutes]
        return max(filled, key=lambda one: one.minutes, default=agreed)
    return agreed


def _longest(held_minutes: int, shorter: list[LengthPrice], agreed: LengthPrice) -> LengthPrice:
    filled = [one for one in shorter if one.minutes <= held_minutes]
    if filled:
        return max(filled, key=lambda one: one.minutes)
    return min(shorter, key=lambda one: one.minutes, default=agreed)
