"""How the months are run: by themselves, or by the word of finance."""

from typing import ClassVar, Literal
from uuid import UUID

from services.messages.envelope import Asked, Command, Done, Event, Reply
from services.messages.values import Period, Utc

RunMode = Literal["automatic", "by_approval"]
"""On the first banking day, or then only once finance has pressed for it."""


class SetRunMode(Command[Done]):
    """From now on; a month that waits for its word goes by itself the next morning, where it is automatic again.

    Refuses: not_yours_to_decide.
    """

    mode: RunMode
    set_by: UUID
    as_of: Utc


class RunModeShown(Reply):
    """set_by, set_at: none while nobody has said anything, and it is automatic."""

    mode: RunMode
    set_by: UUID | None = None
    set_at: Utc | None = None


class ShowRunMode(Asked[RunModeShown]):
    """How the next month is run."""


class RunWaits(Event):
    """A month was due and has nobody's word. Said on the first banking day, and again as often as it is reminded of.

    reminder: how many times it was said before.
    """

    about: ClassVar[str] = "provider_id"
    provider_id: UUID
    period: Period
    since: Utc
    reminder: int = 0
