"""A supervisor's credentials put right: corrected, ended, taken away, and what each said before."""

from typing import ClassVar, Literal
from uuid import UUID

from services.messages.directory.supervisor import CredentialKind, CredentialWords
from services.messages.envelope import Command, Done, Event, Query, Reply
from services.messages.values import Day, LongText, Utc

CredentialChange = Literal["recorded", "corrected", "taken_away"]


class CorrectCredential(Command[Done]):
    """Whatever the day was: an earlier one ends it sooner, none takes away what was entered by mistake.

    replaces: the day that whoever corrects it has seen; none where there was none. corrected_by: whoever is signed in.
    description: as of RecordCredential.
    The same again changes nothing. Refuses: unknown_supervisor, not_yours_to_change, credential_changed (meanwhile),
    day_too_early, day_too_late.
    """

    supervisor_id: UUID
    kind: CredentialKind
    valid_until: Day | None
    replaces: Day | None
    reason: LongText = ""
    description: CredentialWords | None = None
    corrected_by: UUID
    as_of: Utc


class CredentialEntry(Reply):
    """valid_until, description: from then on; no day where it was taken away. by: none where nobody was named."""

    kind: CredentialKind
    change: CredentialChange
    valid_until: Day | None
    reason: str
    description: str = ""
    by: UUID | None
    at: Utc


class CredentialHistory(Reply):
    """The latest first, as many as one message holds and 500 at most. count: of all of them."""

    entries: list[CredentialEntry]
    count: int = 0


class ListCredentialHistory(Query[CredentialHistory]):
    """asked_by: whoever is signed in. Refuses: unknown_supervisor (also for who does not look after their cards)."""

    proved = "asked_by"
    supervisor_id: UUID
    asked_by: UUID


class CredentialCorrected(Event):
    """valid_until: none where it was taken away."""

    about: ClassVar[str] = "supervisor_id"
    supervisor_id: UUID
    kind: CredentialKind
    valid_until: Day | None
