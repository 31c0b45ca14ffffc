"""Supervisors and their credentials."""

from datetime import date
from typing import Annotated, ClassVar, Literal
from uuid import UUID

from pydantic import Field

from services.messages.envelope import Command, Done, Event, Reply
from services.messages.values import Audience, Language, ShortText, Utc

CredentialKind = Literal["training", "own_supervision", "membership"]


class RegisterSupervisor(Command[Done]):
    """supervisor_id: the person's id. Asked again with other facts, the card is changed.

    registered_by: whoever is signed in; the card makes somebody a supervisor.
    Refuses: unknown_person, not_yours_to_give.
    """

    supervisor_id: UUID
    languages: Annotated[list[Language], Field(min_length=1)]
    regions: list[ShortText]
    remote: bool
    audiences: Annotated[list[Audience], Field(min_length=1)]
    capacity: Annotated[int, Field(ge=0, le=60)]
    registered_by: UUID
    as_of: Utc


class RecordCredential(Command[Done]):
    """Natural key: supervisor and kind; the later end date holds. Refuses: unknown_supervisor."""

    supervisor_id: UUID
    kind: CredentialKind
    valid_until: date
    as_of: Utc


class SupervisorCard(Reply):
    """credentials: kind -> last valid day."""

    supervisor_id: UUID
    languages: list[Language]
    regions: list[str]
    remote: bool
    audiences: list[Audience]
    capacity: int
    credentials: dict[CredentialKind, date]


class SupervisorCards(Reply):
    supervisors: list[SupervisorCard]


class ListSupervisors(Command[SupervisorCards]):
    """All, ordered by id."""


class SupervisorRegistered(Event):
    about: ClassVar[str] = "supervisor_id"
    supervisor_id: UUID


class CredentialRecorded(Event):
    about: ClassVar[str] = "supervisor_id"
    supervisor_id: UUID
    kind: CredentialKind
    valid_until: date
