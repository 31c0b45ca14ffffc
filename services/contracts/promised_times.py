"""When a contract is to be ready, signed, and asked about at its end: by what this process was promised."""

from datetime import datetime, timedelta

from services.contracts.tables import Contract
from services.messages.promises import Promises
from services.runtime.finland import days_after, morning_of, working_days_after


def promises_of(contract: Contract) -> Promises:
    """What was promised to this process."""
    return Promises.model_validate(contract.promises)


def signing_reminders(contract: Contract) -> list[datetime]:
    """In order; the last one escalates. Counted from the draft, as the expiry."""
    promises = promises_of(contract)
    after = (
        promises.signing_reminder_days,
        promises.signing_second_reminder_days,
        promises.signing_escalates_days,
    )
    return [days_after(contract.drafted_at, days) for days in after]


def signing_expiry(contract: Contract) -> datetime | None:
    """None for a renewal: its paper may be drafted long before its people come together."""
    if contract.renews:
        return None
    return days_after(contract.drafted_at, promises_of(contract).signing_ends_days)


def completing(contract: Contract, since: datetime) -> datetime:
    """The draft is to be ready for its signatures. since: a party declined the one before it."""
    return working_days_after(since, promises_of(contract).contract_working_days)


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
