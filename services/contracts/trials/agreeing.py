"""The trial agreement, lighter than a contract: who has said yes, and until when all of them have to."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from services.messages.intake import TrialPrice
from services.runtime.commands.refusal import Refusal
from services.runtime.finland import local_date

MOST_SESSIONS = 3


@dataclass(frozen=True)
class TrialTerms:
    """What was proposed of it. ends_by: the day by which the trial sessions have been held.

    Refuses: trial_sessions_out_of_range (1-3), trial_days_not_positive.
    """

    sessions: int
    price: TrialPrice
    ends_by: date
    decision_days: int

    def __post_init__(self) -> None:
        if not 1 <= self.sessions <= MOST_SESSIONS:
            raise Refusal("trial_sessions_out_of_range", "trial_sessions")
        if self.decision_days < 1:
            raise Refusal("trial_days_not_positive", "trial_decision_days")


@dataclass(frozen=True)
class Parties:
    """Everybody whose yes it needs: commissioner and supervisor accept it, each member consents."""

    commissioner_id: UUID
    supervisor_id: UUID
    member_ids: tuple[UUID, ...]


def missing(parties: Parties, agreed: Collection[UUID]) -> tuple[UUID, ...]:
    """Who has not said yes yet, in the order in which they are named, each once."""
    everybody = (parties.commissioner_id, parties.supervisor_id, *parties.member_ids)
    return tuple(person for person in dict.fromkeys(everybody) if person not in agreed)


def standing(
    terms: TrialTerms, is_complete: bool, first_free_until: datetime, now: datetime
) -> Literal["agreed", "open", "put_off", "lapsed"]:
    """What holds of an agreement.

    first_free_until: until when the first session can be called off for nothing. put_off: that has come, and not
    everybody has said yes: the first session is called off at no cost, and another day is to be found. lapsed: so late
    that no session can be held in time; it has come to nothing, as after a no-go.
    """
    if is_complete:
        return "agreed"
    if local_date(now) > terms.ends_by:
        return "lapsed"
    return "put_off" if now >= first_free_until else "open"
