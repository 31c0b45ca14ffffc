"""The times of a trial's decision, which all follow from the day of its last session."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from services.messages.promises import Promises
from services.runtime.finland import days_after, end_of, morning_of


@dataclass(frozen=True)
class DecisionTimes:
    """reminder_at: of those who have not decided. due_at: from when on it is a coordinator's task.

    lapses_at: from when on the trial has come to nothing.
    """

    reminder_at: datetime
    due_at: datetime
    lapses_at: datetime


def decision_times(last_session_on: date, decision_days: int, promises: Promises) -> DecisionTimes:
    """Instants in UTC, whatever the clocks do between them: each stands at its local time.

    decision_days: as it was proposed.
    """
    due_on = last_session_on + timedelta(days=decision_days)
    due_at = end_of(due_on)
    return DecisionTimes(
        reminder_at=morning_of(due_on - timedelta(days=promises.trial_reminder_days)),
        due_at=due_at,
        lapses_at=days_after(due_at, promises.trial_lapses_days),
    )
