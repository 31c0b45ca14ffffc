"""Until when a plan is answered, as a pure rule: reminder, coordinator, end; never so late that it leaves no notice."""

from dataclasses import dataclass
from datetime import datetime

from services.messages.promises import Promises
from services.runtime.finland import days_after
from services.sessions.notice import NoticeOwed, latest


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
    too_late = latest(owed, first_starts_at)
    return Deadlines(
        remind_at=days_after(proposed_at, promises.plan_reminder_days),
        escalates_at=days_after(proposed_at, promises.plan_escalates_days),
        until=min(days_after(proposed_at, promises.plan_ends_days), too_late),
    )
