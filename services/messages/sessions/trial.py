"""The sessions of a trial, before there is a contract: outside its count, with numbers of their own."""

from uuid import UUID

from services.messages.envelope import Event, Reply
from services.messages.values import Utc


class TrialSession(Reply):
    """number: its place among them, T1, T2 ..."""

    number: int
    starts_at: Utc
    ends_at: Utc


class TrialPlanned(Event):
    """What is held, or booked, for it now; said anew with each change of its days. Nothing where nothing was free.

    revision: as of TrialPrepared. free_until: when the first one can no more be called off for nothing.
    """

    process_id: UUID
    revision: int
    sessions: list[TrialSession]
    free_until: Utc | None
