"""When a contract is to be ready, signed, and asked about at its end: by what this process was promised."""

from datetime import date, datetime, timedelta

from services.contracts.tables import Contract
from services.messages.promises import Promises
from services.runtime.finland import (
    ONE_DAY,
    days_after,
    end_of,
    local_date,
    morning_of,
    start_of,
    working_days_after,
)
from services.runtime.provider.readiness import escalated_at, ready_by

_LAST_CALL = timedelta(days=14)
"""[ours] Before it lapses: time to complete the draft, and for people to be asked about it."""


def promises_of(contract: Contract) -> Promises:
    """What was promised to this process."""
    return Promises.model_validate(contract.promises)


def completing_reminders(contract: Contract, since: datetime | None = None) -> list[datetime]:
    """Of our own work on a draft, in order; the first is when it is due, the last one escalates.

    since: from when on it is our work, where that is not its drafting.
    """
    promises, first_day = promises_of(contract), contract.starts_on
    since = since or contract.drafted_at
    due = ready_by(working_days_after(since, promises.contract_working_days), since, first_day)
    later = promises.contract_escalates_working_days - promises.contract_working_days
    return [due, escalated_at(due, later, first_day)]


def meeting_day(contract: Contract, since: datetime) -> date:
    """The last on which the three parties are to meet: the contract is made then."""
    promised = end_of(local_date(since) + timedelta(days=promises_of(contract).meeting_days))
    return local_date(ready_by(promised, since, contract.starts_on)) - ONE_DAY


def signing_reminders(contract: Contract) -> list[datetime]:
    """In order; the last one escalates. Counted from the first signature asked, as the expiry; none before."""
    if contract.signing_since is None:
        return []
    promises = promises_of(contract)
    after = (
        promises.signing_reminder_days,
        promises.signing_second_reminder_days,
        promises.signing_escalates_days,
    )
    return [days_after(contract.signing_since, days) for days in after]


def signing_expiry(contract: Contract) -> datetime | None:
    """None for a draft, which waits for us. A renewal may be made long before its people meet: it is counted from
    some time before its first day, if that is later.
    """
    return _signed_by(contract, contract.signing_since) if contract.signing_since else None


def _signed_by(contract: Contract, since: datetime) -> datetime:
    promises = promises_of(contract)
    if contract.renews:
        since = max(since, start_of(contract.starts_on - timedelta(days=promises.renewal_hurries_days)))
    return days_after(since, promises.signing_ends_days)


def draft_expiry(contract: Contract, since: datetime) -> datetime | None:
    """When a renewal's draft comes to nothing that nobody completes; none of any other draft, which waits for us.

    By the end of the day on which a paper would that was asked to be signed then, and before its first day; but a
    coordinator has some time for it also once it has escalated. since: from when on it is our work.
    """
    if contract.renews is None:
        return None
    as_signed = end_of(local_date(_signed_by(contract, since)))
    escalated = completing_reminders(contract, since)[-1]
    at_least = end_of(local_date(chasing(contract, escalated)))
    return max(min(as_signed, start_of(contract.starts_on)), at_least)


def draft_last_call(contract: Contract, lapses_at: datetime, since: datetime) -> datetime | None:
    """The morning on which a renewal's draft is called for once more before it lapses; none where it was escalated
    later than that. since: as of draft_expiry.
    """
    called_at = morning_of(local_date(lapses_at) - _LAST_CALL)
    return called_at if called_at > completing_reminders(contract, since)[-1] else None


def lapses_unless_agreed(contract: Contract) -> datetime | None:
    """When a version that is not signed by all comes to nothing; none: it has no end, or stands."""
    if contract.status == "draft":
        return contract.draft_lapses_at
    if contract.status != "signing" or contract.supersedes:
        return contract.lapses_at
    return signing_expiry(contract)


def lapses(base: Contract, drafted_at: datetime, last_day: date, held_days: int = 0) -> datetime:
    """When an amendment of it that is drafted then comes to nothing, after last_day at the latest. held_days: by
    pauses, whose days do not count.
    """
    return min(days_after(drafted_at, promises_of(base).amendment_days + held_days), end_of(last_day))


def chasing(contract: Contract, since: datetime) -> datetime:
    """since: the missing signature was escalated to a coordinator."""
    return working_days_after(since, promises_of(contract).signature_chase_working_days)


def continuation_reminders(contract: Contract) -> list[datetime]:
    """The mornings on which it is asked how to go on, in order."""
    promises = promises_of(contract)
    before = (promises.continuation_days, promises.continuation_again_days)
    return [morning_of(contract.ends_on - timedelta(days=days)) for days in before]


def last_morning(contract: Contract) -> datetime:
    """When what was chosen is carried out."""
    return morning_of(contract.ends_on)


def without_review(contract: Contract) -> datetime:
    """When a closure no longer waits for the final review."""
    return morning_of(contract.ends_on + timedelta(days=promises_of(contract).review_days))
