"""How much notice a cancellation gave. Billing turns it into a percent; here is only what happened."""

from dataclasses import dataclass
from datetime import UTC, datetime

from services.runtime.finland import local_date, working_days_between


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
