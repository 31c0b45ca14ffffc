"""Until when a contract is to be ready for its signatures: as promised, and before its first day."""

from datetime import date, datetime

from services.runtime.finland import end_of, morning_of, start_of, working_days_after, working_days_before


def ready_by(promised: datetime, since: datetime, first_day: date) -> datetime:
    """The end of the last working day before the first day, where that is sooner than promised.

    since: from when on it is our work. Begun on a day off, it has until the first day; after that day, as promised.
    """
    if since >= start_of(first_day):
        return promised
    before = end_of(working_days_before(first_day, 1))
    return min(promised, before if before > since else start_of(first_day))


def escalated_at(due: datetime, working_days: int, first_day: date) -> datetime:
    """So long after it was due, and in the morning of the first day at the latest, unless it was due later."""
    promised, begins = working_days_after(due, working_days), morning_of(first_day)
    return min(promised, begins) if begins > due else promised
