"""Until when each step before the contract is to be taken, and when to remind of it: by what this process was promised.

Reminders come in order; the first of a step of ours is when it is due.
"""

from datetime import date, datetime, timedelta

from services.messages.promises import Promises
from services.runtime.finland import ONE_DAY, end_of, local_date, morning_of, working_days_after


def screening(promises: Promises, received_at: datetime) -> list[datetime]:
    return _reminders(received_at, promises.screening_working_days, promises.screening_escalates_working_days)


def matching(promises: Promises, decided_at: datetime) -> list[datetime]:
    return _reminders(decided_at, promises.matching_working_days, promises.matching_escalates_working_days)


def proposing(promises: Promises, since: datetime) -> list[datetime]:
    """since: a supervisor was chosen, or another proposal was asked for."""
    return _reminders(since, promises.proposal_working_days, promises.proposal_escalates_working_days)


def answering(promises: Promises, sent_at: datetime, valid_until: date) -> list[datetime]:
    """None for one that is valid for so short a time that the reminder would come with it, or within a day of it."""
    remind_at = morning_of(valid_until - timedelta(days=promises.proposal_reminder_days))
    return [remind_at] if remind_at - sent_at >= ONE_DAY else []


def expiry(valid_until: date) -> datetime:
    """The end of the proposal's last day."""
    return end_of(valid_until)


def completing(promises: Promises, since: datetime) -> datetime:
    """The contract is to be ready for its signatures. since: the proposal was accepted, or a renewal began."""
    return working_days_after(since, promises.contract_working_days)


def meeting(promises: Promises, accepted_at: datetime) -> datetime:
    """The end of the time in which the three parties are to meet; the contract is made then."""
    return end_of(local_date(accepted_at) + timedelta(days=promises.meeting_days))


def _reminders(since: datetime, *working_days: int) -> list[datetime]:
    return [working_days_after(since, days) for days in working_days]
