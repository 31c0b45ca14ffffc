"""What somebody is to the provider or to an organisation."""

from typing import Annotated, ClassVar, Literal
from uuid import UUID

from pydantic import Field

from services.messages.directory.person import People
from services.messages.envelope import Command, Done, Event, Reply
from services.messages.values import Utc

Relation = Literal["coordinator", "finance", "administrator", "hr", "payer", "line_manager"]


class RelatePerson(Command[Done]):
    """organisation_id: none for the provider's own staff. department_id: none for the whole organisation.

    Refuses: unknown_person, unknown_organisation, unknown_department (also one of another organisation).
    """

    person_id: UUID
    relation: Relation
    organisation_id: UUID | None = None
    department_id: UUID | None = None
    as_of: Utc


class EndRelation(Command[Done]):
    """Nothing if there is no such relation. Refuses: last_administrator (the provider keeps one)."""

    person_id: UUID
    relation: Relation
    organisation_id: UUID | None = None
    department_id: UUID | None = None
    as_of: Utc


class RelationCard(Reply):
    """organisation_id and organisation_name: none for the provider's own staff.

    department_id and department_name: none for the whole organisation.
    """

    relation: Relation
    organisation_id: UUID | None
    organisation_name: str | None
    department_id: UUID | None = None
    department_name: str | None = None


class Relations(Reply):
    relations: list[RelationCard]
    is_supervisor: bool


class ShowRelations(Command[Relations]):
    """What a person is now, to whom; an unknown person is nothing to nobody."""

    person_id: UUID


class ShowContacts(Command[People]):
    """Names and addresses of these people; unknown ids are left out."""

    person_ids: Annotated[list[UUID], Field(max_length=200)]


class ShowStaff(Command[People]):
    """The provider's own people in a role."""

    relation: Relation


class PersonRelated(Event):
    about: ClassVar[str] = "person_id"
    person_id: UUID
    relation: Relation
    organisation_id: UUID | None
    department_id: UUID | None = None


class PersonUnrelated(Event):
    about: ClassVar[str] = "person_id"
    person_id: UUID
    relation: Relation
    organisation_id: UUID | None
    department_id: UUID | None = None
