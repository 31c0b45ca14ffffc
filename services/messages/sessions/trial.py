"""The sessions of a trial, before there is a contract: outside its count, with numbers of their own."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.messages.envelope import Event, Query, Reply
from services.messages.promises import Promises
from services.messages.values import CancellationTier, Day, Minutes, Utc
from services.messages.wished_times import TimeOfDay, Weekday


class TrialSession(Reply):
    """number: its place among them, T1, T2 ..."""

    number: int
    starts_at: Utc
    ends_at: Utc


class TrialDaysFound(Reply):
    """None where nothing is free. free_until: as of TrialPlanned."""

    sessions: list[TrialSession]
    free_until: datetime | None = None


class FindTrialDays(Query[TrialDaysFound]):
    """On which days a trial of such terms would be, were it prepared now, in the supervisor's time; nothing is held.

    What is held for an earlier one of the process is free to it. ends_on: the trial's last day.
    """

    process_id: UUID
    supervisor_id: UUID
    starts_on: Day
    ends_on: Day
    sessions_agreed: Annotated[int, Field(ge=1, le=3)]
    duration_minutes: Minutes
    preferred_weekdays: Annotated[list[Weekday], Field(max_length=50)] = []
    preferred_times: Annotated[list[TimeOfDay], Field(max_length=50)] = []
    cancellation_tiers: Annotated[list[CancellationTier], Field(max_length=20)] = []
    promises: Promises = Promises()
    as_of: Utc


class TrialPlanned(Event):
    """What is held, or booked, for it now; said anew with each change of its days. Nothing where nothing was free.

    revision: as of TrialPrepared. free_until: when the first one can no more be called off for nothing. called_off:
    what was; where it is charged as if it had been held, it is among the sessions too.
    """

    process_id: UUID
    revision: int
    sessions: list[TrialSession]
    free_until: Utc | None
    called_off: list[TrialSession] = []
