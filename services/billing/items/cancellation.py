"""What a session costs by what happened to it: the contract's tiers for cancelling, and for not coming.

The notice itself is recorded by the sessions service; only the percent is decided here.
"""

from dataclasses import dataclass
from typing import Literal, assert_never

from services.messages.billing import ItemKind
from services.runtime.commands.refusal import Refusal

Canceller = Literal[
    "supervisee", "commissioner", "supervisor", "termination", "end", "end_at_once", "correction", "trial"
]
_FOR_NOTHING = ("supervisor", "end", "correction", "trial")


@dataclass(frozen=True)
class Notice:
    """Who cancelled, and how long before the start, in whole hours and in whole working days.

    termination, end: the contract ends before the session, by a notice of the side that pays, or otherwise; how late
    that was told is nothing to what it costs. end_at_once: the supervisees have ended it without notice.
    correction: the one in whose place it was to come had been held after all. trial: there is no going on after the
    trial, of which it would have been a part.
    """

    cancelled_by: Canceller
    hours: int
    working_days: int


@dataclass(frozen=True)
class Tier:
    """From this much notice on, so many percent of the price; with less than every tier's notice it is all of it."""

    notice: int
    percent: int


@dataclass(frozen=True)
class CancellationTerms:
    """One contract's clause; the tiers count in one unit and stand in any order."""

    unit: Literal["hours", "working_days"]
    tiers: tuple[Tier, ...]
    no_show_percent: int
    termination_fee_percent: int = 0


def percent_for(kind: ItemKind, notice: Notice | None, terms: CancellationTerms) -> int:
    """The percent of the session's price to charge, 0 when nothing is.

    notice: only with a cancellation, and with a move, which costs the same of the time that is given up. One member's
    absence is no cancellation: the group's session was held.
    Refuses: "notice_missing" (cancelled without one), "canceller_unknown".
    """
    match kind:
        case ItemKind.HELD | ItemKind.TRIAL_CREDIT:
            return 100
        case (
            ItemKind.TRAVEL
            | ItemKind.TRAVEL_TIME
            | ItemKind.MATERIAL
            | ItemKind.FIXED_FEE
            | ItemKind.CORRECTION
        ):
            return 100
        case ItemKind.NO_SHOW:
            return terms.no_show_percent
        case ItemKind.CANCELLED | ItemKind.LATE_MOVED:
            return _percent_for_cancelling(notice, terms)
        case _:
            assert_never(kind)


def _percent_for_cancelling(notice: Notice | None, terms: CancellationTerms) -> int:
    if notice is None:
        raise Refusal("notice_missing")
    if notice.cancelled_by in _FOR_NOTHING:
        return 0
    if notice.cancelled_by == "termination":
        return terms.termination_fee_percent
    if notice.cancelled_by not in ("supervisee", "commissioner", "end_at_once"):
        raise Refusal("canceller_unknown")
    given = notice.hours if terms.unit == "hours" else notice.working_days
    kept = [tier for tier in terms.tiers if given >= tier.notice]
    return max(kept, key=lambda tier: tier.notice).percent if kept else 100
