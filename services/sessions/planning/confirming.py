"""Until when the supervisor of a session is to say what happened."""

from datetime import datetime

from services.messages.promises import Promises
from services.runtime.finland import days_after


def confirm_by(ends_at: datetime, promises: Promises) -> datetime:
    """As it was promised to the process; later it is asked for, and stands on the list."""
    return days_after(ends_at, promises.confirmation_days)
