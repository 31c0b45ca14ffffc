"""How much notice a cancellation gave. Billing turns it into a percent; here is only what happened."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from services.sessions.calendar import local_date, working_days_between

Format = Literal["individual", "group"]


@dataclass(frozen=True)
class Notice:
    """hours: whole ones before the start. working_days: see notice_given. Both 0 once the session began."""

    hours: int
    working_days: int


@dataclass(frozen=True)
class Tier:
    """A step of the contract's cancellation clause; notice in hours for an individual, else working days."""

    notice: int
    percent: int


def notice_given(cancelled_at: datetime, starts_at: datetime) -> Notice:
    """The notice between two aware instants.

    Hours are rounded down: 47 h 59 min is 47. Working days are counted by Helsinki's dates, whatever the
    time of day: the day of the cancellation counts when it is a working day, the day of the session does
    not. A session on a Monday that is cancelled on the Monday before has 5, so `working_days >= n` exactly
    when the cancellation came on `working_days_before(starts_at, n)` at the latest.
    """
    if cancelled_at >= starts_at:
        return Notice(0, 0)
    hours = int((starts_at - cancelled_at).total_seconds() // 3600)
    return Notice(hours, working_days_between(local_date(cancelled_at), local_date(starts_at)))


def is_late(format: Format, notice: Notice, tiers: Sequence[Tier]) -> bool:
    """True when the notice is shorter than the longest one of the contract's tiers; never without tiers.

    What a late cancellation costs, in full or in part, is billing's to say.
    """
    given = notice.hours if format == "individual" else notice.working_days
    return any(given < tier.notice for tier in tiers)
