"""Supervisors and their credentials."""

from datetime import date, timedelta
from typing import Annotated, ClassVar, Literal
from uuid import UUID

from pydantic import BeforeValidator, Field

from services.messages.envelope import Asked, Command, Done, Event, ListPart, Reply
from services.messages.regions import Region
from services.messages.texts import in_one_line
from services.messages.values import NEVER_SET, YEARS, Audience, Day, Language, Mark, Utc

CredentialKind = Literal["training", "own_supervision", "membership"]
EXPIRES_SOON = timedelta(days=60)
"""Ours: time enough to renew an association's paper."""
NO_END = date(YEARS[-1], 12, 31)
"""The last valid day of what never ends: see ENDLESS."""
ENDLESS: frozenset[CredentialKind] = frozenset({"training"})
"""Who has been trained stays so."""
CredentialWords = Annotated[str, Field(max_length=200), BeforeValidator(in_one_line)]
"""What it is, as customers read it: of a training its name, who gave it and when; of a membership, in what."""


class RegisterSupervisor(Command[Done]):
    """supervisor_id: the person's id. Asked again with other facts, the card is changed.

    registered_by: whoever is signed in; the card makes somebody a supervisor.
    seen: SupervisorCard's mark. Refuses: unknown_person, region_missing (who does not meet remotely comes somewhere),
    not_yours_to_give, set_meanwhile.
    """

    supervisor_id: UUID
    languages: Annotated[list[Language], Field(min_length=1, max_length=10)]
    regions: Annotated[list[Region], Field(max_length=50)]
    remote: bool
    audiences: Annotated[list[Audience], Field(min_length=1, max_length=20)]
    capacity: Annotated[int, Field(ge=0, le=60)]
    registered_by: UUID
    as_of: Utc
    seen: Mark | None = None


class CredentialHolds(Done):
    """valid_until: the last valid day, which is a later one than was said where it held longer already."""

    valid_until: Day


class RecordCredential(Command[CredentialHolds]):
    """Natural key: supervisor and kind; the later end date holds. An earlier one is for CorrectCredential.

    valid_until: NO_END for what never ends. description: none leaves what stands there.
    Refuses: unknown_supervisor, not_yours_to_change, day_too_early, day_too_late.
    """

    supervisor_id: UUID
    kind: CredentialKind
    valid_until: Day
    description: CredentialWords | None = None
    recorded_by: UUID
    as_of: Utc


class SupervisorCard(Reply):
    """credentials: kind -> last valid day, or NO_END. descriptions: what each is, where it was said.

    ended_on: see EndEntry; leaves_on: see EndSupervisor; such a one is matched no more.
    mark: of what RegisterSupervisor sets.
    """

    supervisor_id: UUID
    languages: list[Language]
    regions: list[Region]
    remote: bool
    audiences: list[Audience]
    capacity: int
    credentials: dict[CredentialKind, Day]
    descriptions: dict[CredentialKind, str] = {}
    ended_on: Day | None = None
    leaves_on: Day | None = None
    mark: Mark = NEVER_SET


class SupervisorCards(ListPart):
    supervisors: list[SupervisorCard]


class ListSupervisors(Asked[SupervisorCards]):
    """All, ordered by id; who has ended only where they are asked for too. only: that one's card.

    as_of: with the credentials as they had been recorded by then, and not as they are now.
    """

    with_ended: bool = False
    only: UUID | None = None
    as_of: Utc | None = None
    after: UUID | None = None


class SupervisorRegistered(Event):
    about: ClassVar[str] = "supervisor_id"
    supervisor_id: UUID


class CredentialRecorded(Event):
    about: ClassVar[str] = "supervisor_id"
    supervisor_id: UUID
    kind: CredentialKind
    valid_until: Day
