"""What was agreed about a series, and what planning it comes to."""

from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Literal

from services.runtime.commands.refusal import Refusal
from services.runtime.far_days import refuse_long
from services.runtime.finland import DayOff
from services.sessions.planning.wishes import ANY_TIME, Wishes

Obstacle = (
    DayOff | Literal["july", "paused", "another_supervisor", "supervisor_not_available", "supervisor_busy"]
)
Reason = Obstacle | Literal["no_free_day", "nothing_free_after"]
OF_THE_TIME: frozenset[Reason] = frozenset({"supervisor_not_available", "supervisor_busy"})
"""What stands in the way of one time of a day, and of no other."""


@dataclass(frozen=True)
class Terms:
    """What was agreed about a series.

    first_closer: how many gaps at the beginning are short; 2 brings the first three sessions together.
    closer_slack_days: how far a closer session may slip; a week reaches the same weekday again.
    count: how many sessions at most; None: as many as there is room for. begins_until: the first one, if it can be;
    None: within the first week.
    preferred_weekday (0 is Monday), preferred_start (local): None leaves them to the wishes and the supervisor's hours.
    Refuses: "length_not_positive", "longest_below_shortest", "term_too_long" (it is gone through day by day).
    """

    starts_on: date
    ends_on: date
    duration_minutes: int
    interval_days: int
    longest_interval_days: int
    first_closer: int
    closer_interval_days: int
    closer_slack_days: int
    july_allowed: bool = False
    preferred_weekday: int | None = None
    preferred_start: time | None = None
    wishes: Wishes = ANY_TIME
    start_step_minutes: int = 30
    count: int | None = None
    begins_until: date | None = None

    def __post_init__(self) -> None:
        lengths = (
            self.duration_minutes,
            self.start_step_minutes,
            self.interval_days,
            self.closer_interval_days,
            1 if self.count is None else self.count,
        )
        if min(lengths) < 1:
            raise Refusal("length_not_positive")
        if self.longest_interval_days < self.interval_days or self.closer_slack_days < 0:
            raise Refusal("longest_below_shortest")
        refuse_long("ends_on", self.starts_on, self.ends_on, is_confirmed=True)


@dataclass(frozen=True)
class PlannedSession:
    """number counts from 1; both instants in UTC."""

    number: int
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class Conflict:
    """Why a day that suits the series better was passed over for the session of this number.

    "nothing_free_after": it was free, but would have left the next session without a day. "no_free_day":
    nothing was free in that session's window, which begins on this day; it was planned after the window
    instead, or not at all when the plan has no session of this number.
    at: the time that the supervisor has no room for; other times of the day may be free.
    """

    number: int
    day: date
    reason: Reason
    at: time | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Plan:
    """May be empty: then nothing was free, or the agreement lies within July."""

    sessions: tuple[PlannedSession, ...]
    conflicts: tuple[Conflict, ...]
