"""What is waited for, as values of the process's state: they can be kept, carried over, and moved in time."""

from datetime import datetime
from enum import StrEnum
from typing import Protocol

from pydantic import BaseModel, Field

from services.messages.sessions import ReviewKind
from services.runtime.finland import days_after, local_date


class Awaited(StrEnum):
    """What a phase cannot go on without: somebody's act, or a day."""

    SCREENING = "screening"
    MATCHING = "matching"
    PROPOSAL = "proposal"
    PROPOSAL_ANSWER = "proposal_answer"
    TRIAL = "trial"
    DRAFT = "draft"
    PAPER = "paper"
    SIGNATURES = "signatures"
    INTERIM_REVIEW = "interim_review"
    FINAL_REVIEW = "final_review"
    LAST_DAY = "last_day"
    LATE_REVIEW = "late_review"
    RESOLUTION = "resolution"

    @classmethod
    def of_review(cls, kind: ReviewKind) -> "Awaited":
        return cls.INTERIM_REVIEW if kind == "interim" else cls.FINAL_REVIEW


class Due(StrEnum):
    """What the process itself looks at, beside one another, while the sessions are held."""

    SERIES = "series"
    CONTINUATION = "continuation"


COMPUTED_AGAIN = frozenset({*Due, Awaited.LAST_DAY, Awaited.LATE_REVIEW})
"""What follows from the sessions or from the last day: a pause does not shift it, its owner says it anew."""


class Pause(BaseModel):
    """stops_at: from when on all else stands still. goes_on_at: until when; none: it is open.

    ask_again_at: when an open one has been long; none: it was asked about.
    """

    stops_at: datetime
    goes_on_at: datetime | None = None
    ask_again_at: datetime | None = None

    @property
    def next_at(self) -> datetime | None:
        """The one instant at which something happens in it: its own end, or the longest that it is to be."""
        return self.goes_on_at or self.ask_again_at

    def is_over(self, now: datetime) -> bool:
        return self.goes_on_at is not None and self.goes_on_at <= now

    def is_long(self, now: datetime) -> bool:
        return self.goes_on_at is None and self.ask_again_at is not None and self.ask_again_at <= now

    def ends_sooner(self, goes_on_at: datetime, stops_at: datetime | None) -> bool:
        """Where somebody says it of the one that begins at stops_at; none: of one that is open."""
        if stops_at is None:
            return self.goes_on_at is None
        return self.stops_at == stops_at and (self.goes_on_at is None or goes_on_at < self.goes_on_at)

    def held_over(self, instant: datetime) -> datetime:
        """As much later as it was long, at the same local time; what came before it stays."""
        if self.goes_on_at is None or instant < self.stops_at:
            return instant
        return days_after(instant, (local_date(self.goes_on_at) - local_date(self.stops_at)).days)


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

    def held_over(self, pause: Pause) -> "Wait":
        """The same, once a pause is over."""
        later = [pause.held_over(at) for at in self.reminders_at]
        ends_at = pause.held_over(self.ends_at) if self.ends_at else None
        return self.model_copy(update={"reminders_at": later, "ends_at": ends_at})

    def note_reminder(self, level: int) -> None:
        """So that neither it nor an earlier one goes out again."""
        self.reminders_at = self.reminders_at[level - self.reminded :]
        self.reminded = level
