"""What a process carries through its year: ids, phase, deadlines and counters; never names, notes or amounts.

Stored in every history: add fields with defaults, never rename or remove one.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, Field

REMEMBERED_FACTS = 64


class Phase(StrEnum):
    SCREENING = "screening"
    MATCHING = "matching"
    PROPOSAL = "proposal"
    CONTRACT = "contract"
    SESSIONS = "sessions"
    CONTINUATION = "continuation"
    ENDED = "ended"


class Fact(BaseModel):
    """A service's event as a signal, without what the process does not wait for."""

    event_id: str
    name: str
    outcome: str | None = None
    organisation_id: UUID | None = None
    supervisor_id: UUID | None = None
    valid_until: date | None = None
    ends_on: date | None = None


class Resolution(BaseModel):
    """What a person decided about a process that asks for attention."""

    action: Literal["retry", "skip"]
    reason: str


class ProcessState(BaseModel):
    """due: what the process has to look at, and when. outcomes: fact name -> what it said."""

    process_id: UUID
    began_at: datetime
    renews: UUID | None = None
    phase: Phase = Phase.SCREENING
    organisation_id: UUID | None = None
    supervisor_id: UUID | None = None
    valid_until: date | None = None
    ends_on: date | None = None
    outcomes: dict[str, str] = Field(default_factory=dict)
    due: dict[str, datetime] = Field(default_factory=dict)
    handled: list[str] = Field(default_factory=list)
    attention: str | None = None
    ended_as: str | None = None

    def take(self, fact: Fact) -> bool:
        """Notes a fact once; False if it was known."""
        if fact.event_id in self.handled:
            return False
        self.handled = [*self.handled, fact.event_id][-REMEMBERED_FACTS:]
        if fact.name == "proposal_sent":  # what was said to an earlier one does not answer this one
            self.forget("proposal_answered")
        self.outcomes[fact.name] = fact.outcome or "yes"
        for name in ("organisation_id", "supervisor_id", "valid_until", "ends_on"):
            if (value := getattr(fact, name)) is not None:
                setattr(self, name, value)
        return True

    def forget(self, *names: str) -> None:
        """So that the same may come true once more."""
        for name in names:
            self.outcomes.pop(name, None)


class ProcessView(BaseModel):
    """What a query shows of a running process."""

    phase: Phase
    attention: str | None
    waits_until: datetime | None
