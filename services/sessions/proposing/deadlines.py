"""Until when a plan is answered, as a pure rule: reminder, coordinator, end; never so late that it leaves no notice."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from services.messages.promises import Promises
from services.runtime.finland import days_after, end_of, working_days_before
from services.sessions.notice import NoticeOwed


@dataclass(frozen=True)
class Deadlines:
    """until: silence binds nobody, and the times are free again."""

    remind_at: datetime
    escalates_at: datetime
    until: datetime


def deadlines(
    proposed_at: datetime, first_starts_at: datetime, owed: NoticeOwed, promises: Promises
) -> Deadlines:
    """first_starts_at: of the plan's first session, of which everybody is told with the contract's notice."""
    too_late = last_yes(first_starts_at, owed)
    return Deadlines(
        remind_at=days_after(proposed_at, promises.plan_reminder_days),
        escalates_at=days_after(proposed_at, promises.plan_escalates_days),
        until=min(days_after(proposed_at, promises.plan_ends_days), too_late),
    )


def last_yes(first_starts_at: datetime, owed: NoticeOwed) -> datetime:
    """The first instant at which a yes would come too near to it; see `services/sessions/notice.py:earliest`."""
    if owed.working_days is None:
        return first_starts_at - timedelta(hours=owed.hours or 0)
    return min(end_of(working_days_before(first_starts_at, owed.working_days)), first_starts_at)
