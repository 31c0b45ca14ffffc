"""Until when each step before the contract is to be taken, and when to remind of it: by what this process was promised.

Reminders come in order; the first of a step of ours is when it is due.
"""

from datetime import date, datetime, timedelta

from services.messages.promises import Promises
from services.runtime.finland import ONE_DAY, end_of, local_date, morning_of, working_days_after
from services.runtime.provider.readiness import ready_by


def screening(promises: Promises, received_at: datetime) -> list[datetime]:
    return _reminders(received_at, promises.screening_working_days, promises.screening_escalates_working_days)


def matching(promises: Promises, decided_at: datetime) -> list[datetime]:
    return _reminders(decided_at, promises.matching_working_days, promises.matching_escalates_working_days)


def proposing(promises: Promises, since: datetime) -> list[datetime]:
    """since: a supervisor was chosen, or another proposal was asked for."""
    return _reminders(since, promises.proposal_working_days, promises.proposal_escalates_working_days)


def answering(promises: Promises, sent_at: datetime, valid_until: date) -> list[datetime]:
    """Some days before its end, but a day after it was sent at the soonest; none where no morning is left for it."""
    promised = morning_of(valid_until - timedelta(days=promises.proposal_reminder_days))
    day_after = morning_of(local_date(sent_at) + ONE_DAY)
    if day_after - sent_at < ONE_DAY:
        day_after = morning_of(local_date(sent_at) + 2 * ONE_DAY)
    remind_at = max(promised, day_after)
    return [remind_at] if remind_at < expiry(valid_until) else []


def expiry(valid_until: date) -> datetime:
    """The end of the proposal's last day."""
    return end_of(valid_until)


def completing(promises: Promises, since: datetime, first_day: date | None) -> datetime:
    """The contract is to be ready for its signatures. since: the proposal was accepted, or a renewal began.

    first_day: none where nobody has told it.
    """
    promised = working_days_after(since, promises.contract_working_days)
    return ready_by(promised, since, first_day) if first_day else promised


def meeting(promises: Promises, accepted_at: datetime, first_day: date) -> datetime:
    """The end of the time in which the three parties are to meet; the contract is made then."""
    promised = end_of(local_date(accepted_at) + timedelta(days=promises.meeting_days))
    return ready_by(promised, accepted_at, first_day)


def _reminders(since: datetime, *working_days: int) -> list[datetime]:
    return [working_days_after(since, days) for days in working_days]
