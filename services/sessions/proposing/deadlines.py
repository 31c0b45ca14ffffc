"""Until when a plan is answered, as a pure rule: reminder, coordinator, end; never so late that it leaves no notice,
nor so soon that whoever is asked has no day for it.
"""

from dataclasses import dataclass
from datetime import datetime

from services.messages.promises import Promises
from services.runtime.finland import days_after, working_days_after
from services.sessions.notice import NoticeOwed, earliest, latest


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


def opens(proposed_at: datetime, owed: NoticeOwed, promises: Promises, *, by_itself: bool) -> list[datetime]:
    """Before which its first session does not begin, so that there is time to answer: the best first, and each later
    one where the one before costs a session that was agreed.

    by_itself: nobody has chosen its days, so that it waits for an answer for as long as its times are held for sure.
    """
    answered = [
        days_after(proposed_at, promises.plan_reminder_days),
        working_days_after(proposed_at, 1),
    ]
    if by_itself:
        answered.insert(0, days_after(proposed_at, promises.plan_escalates_days))
    return [earliest(owed, at) for at in answered]
