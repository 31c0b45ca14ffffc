"""How much notice a cancellation gave, and how much is owed. Billing alone turns notice into a percent."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count

from services.messages.values import CancellationTier
from services.runtime.finland import (
    end_of,
    local_date,
    start_of,
    working_days_before,
    working_days_between,
)

LEAST_AHEAD = timedelta(hours=24)
"""[ours] To a time sooner than this nobody of the customer's or of the supervisees' moves a session: the others are to
read of it and to be reminded. Its supervisor, and a coordinator, may have agreed on it with them."""


@dataclass(frozen=True)
class Notice:
    """hours: whole ones before the start. working_days: see notice_given. Both 0 once the session began."""

    hours: int
    working_days: int


def notice_given(cancelled_at: datetime, starts_at: datetime) -> Notice:
    """The notice between two aware instants.

    Hours are rounded down: 47 h 59 min is 47. Working days are counted by Helsinki's dates, whatever the
    time of day: the day of the cancellation counts when it is a working day, the day of the session does
    not. A session on a Monday that is cancelled on the Monday before has 5, so `working_days >= n` exactly
    when the cancellation came on `working_days_before(starts_at, n)` at the latest.
    """
    if cancelled_at >= starts_at:
        return Notice(0, 0)
    # In UTC: two local times of one zone would be subtracted as the wall clock shows them.
    hours = int((starts_at.astimezone(UTC) - cancelled_at.astimezone(UTC)).total_seconds() // 3600)
    return Notice(hours, working_days_between(local_date(cancelled_at), local_date(starts_at)))


@dataclass(frozen=True)
class NoticeOwed:
    """With how much notice a session may be called off for nothing: in the contract's unit, or none at all.

    frees: false where it costs something even then.
    """

    hours: int | None = None
    working_days: int | None = None
    frees: bool = True


def owed(tiers: Iterable[CancellationTier]) -> NoticeOwed:
    """The least for which nothing is charged; where every tier charges, the longest that is named."""
    ordered = sorted(tiers, key=lambda one: one.notice_hours or one.notice_working_days or 0)
    if not ordered:
        return NoticeOwed(frees=False)
    found = next((one for one in ordered if one.percent == 0), ordered[-1])
    return NoticeOwed(found.notice_hours, found.notice_working_days, frees=found.percent == 0)


def earliest(notice: NoticeOwed, told_at: datetime) -> datetime:
    """The first instant at which a session that is told of now may begin."""
    if notice.working_days is None:
        return told_at + timedelta(hours=notice.hours or 0)
    told_on = local_date(told_at)
    first = (told_on + timedelta(days=ahead) for ahead in count())
    return start_of(next(day for day in first if working_days_between(told_on, day) >= notice.working_days))


def latest(notice: NoticeOwed, starts_at: datetime) -> datetime:
    """The first instant at which it comes too late for a session that begins then; see `earliest`."""
    if notice.working_days is None:
        return starts_at - timedelta(hours=notice.hours or 0)
    return min(end_of(working_days_before(starts_at, notice.working_days)), starts_at)


def free_until(notice: NoticeOwed, starts_at: datetime) -> datetime | None:
    """When it begins to cost to call a session off; none: it always does."""
    return latest(notice, starts_at) if notice.frees else None
