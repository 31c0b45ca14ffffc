"""What is waited for, as values of the process's state: they can be kept, carried over, and moved in time."""

from datetime import datetime
from enum import StrEnum
from typing import Protocol

from pydantic import BaseModel, Field

from services.messages.sessions import ReviewKind


class Awaited(StrEnum):
    """What a phase cannot go on without: somebody's act, or a day."""

    SCREENING = "screening"
    MATCHING = "matching"
    PROPOSAL = "proposal"
    PROPOSAL_ANSWER = "proposal_answer"
    DRAFT = "draft"
    PAPER = "paper"
    SIGNATURES = "signatures"
    INTERIM_REVIEW = "interim_review"
    FINAL_REVIEW = "final_review"
    LAST_DAY = "last_day"
    RESOLUTION = "resolution"

    @classmethod
    def of_review(cls, kind: ReviewKind) -> "Awaited":
        return cls.INTERIM_REVIEW if kind == "interim" else cls.FINAL_REVIEW


class Due(StrEnum):
    """What the process itself looks at, beside one another, while the sessions are held."""

    SERIES = "series"
    CONTINUATION = "continuation"


class Answerable(Protocol):
    """A fact whose owner said when to remind of what comes after it."""

    reminders_at: list[datetime]


class Dated(Answerable, Protocol):
    """One that says since when, too."""

    since: datetime


class Wait(BaseModel):
    """since: from when on it is waited for. reminders_at: those still to come, the earliest first.

    reminded: the level of the reminder that went out last. ends_at: when the waiting is over without it.
    """

    since: datetime
    reminders_at: list[datetime] = Field(default_factory=list)
    reminded: int = 0
    ends_at: datetime | None = None

    @classmethod
    def after(cls, fact: Answerable | None, now: datetime) -> "Wait":
        """For what follows the fact, as long as it takes."""
        return cls(since=now, reminders_at=fact.reminders_at if fact else [])

    @classmethod
    def of(cls, fact: Dated, ends_at: datetime | None = None) -> "Wait":
        """For what the fact itself began."""
        return cls(since=fact.since, reminders_at=fact.reminders_at, ends_at=ends_at)

    @property
    def next_at(self) -> datetime | None:
        """When something is to be done about it; none: it is waited for as long as it takes."""
        instants = [*self.reminders_at[:1], *([self.ends_at] if self.ends_at else [])]
        return min(instants, default=None)

    def has_come(self, now: datetime) -> bool:
        return self.next_at is not None and self.next_at <= now

    def is_over(self, now: datetime) -> bool:
        return self.ends_at is not None and self.ends_at <= now

    def level(self, now: datetime) -> int:
        """The latest reminder that is due: after an outage it goes out alone."""
        return self.reminded + sum(at <= now for at in self.reminders_at)

    def note_reminder(self, level: int) -> None:
        """So that neither it nor an earlier one goes out again."""
        self.reminders_at = self.reminders_at[level - self.reminded :]
        self.reminded = level
