"""directory: organisations, people, their relations, supervisors and their credentials."""

from datetime import date
from typing import Annotated, ClassVar, Literal
from uuid import UUID

from pydantic import EmailStr, Field

from services.messages.envelope import Command, Done, Event, Reply
from services.messages.values import Address, Audience, BusinessId, Language, ShortText, Utc

OrganisationKind = Literal["public", "company", "association"]
CredentialKind = Literal["training", "own_supervision", "membership"]
Relation = Literal["coordinator", "finance", "administrator", "hr", "payer", "line_manager"]


class OrganisationCard(Reply):
    organisation_id: UUID
    name: str
    business_id: str
    kind: OrganisationKind
    language: Language
    address: Address
    invoice_email: str


class RegisterOrganisation(Command[OrganisationCard]):
    """Natural key: business_id; the one already registered is answered as it is."""

    organisation_id: UUID
    name: ShortText
    business_id: BusinessId
    kind: OrganisationKind
    language: Language
    address: Address
    invoice_email: EmailStr
    as_of: Utc


class ShowOrganisation(Command[OrganisationCard]):
    """Refuses: unknown_organisation."""

    organisation_id: UUID


class Person(Reply):
    person_id: UUID
    name: str
    email: str
    language: Language


class People(Reply):
    people: list[Person]


class RegisterPerson(Command[Person]):
    """Natural key: email; the one already registered is answered as it is."""

    person_id: UUID
    given_name: ShortText
    family_name: ShortText
    email: EmailStr
    language: Language
    as_of: Utc


class RelatePerson(Command[Done]):
    """organisation_id: none for the provider's own staff. Refuses: unknown_person, unknown_organisation."""

    person_id: UUID
    relation: Relation
    organisation_id: UUID | None = None
    as_of: Utc


class ShowContacts(Command[People]):
    """Names and addresses of these people; unknown ids are left out."""

    person_ids: Annotated[list[UUID], Field(max_length=200)]


class ShowStaff(Command[People]):
    """The provider's own people in a role."""

    relation: Relation


class RegisterSupervisor(Command[Done]):
    """supervisor_id: the person's id. Asked again with other facts, the card is changed. Refuses: unknown_person."""

    supervisor_id: UUID
    languages: Annotated[list[Language], Field(min_length=1)]
    regions: list[ShortText]
    remote: bool
    audiences: Annotated[list[Audience], Field(min_length=1)]
    capacity: Annotated[int, Field(ge=0, le=60)]
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


class OrganisationRegistered(Event):
    about: ClassVar[str] = "organisation_id"
    organisation_id: UUID
    name: str
    business_id: str
    kind: OrganisationKind
    language: Language


class PersonRegistered(Event):
    about: ClassVar[str] = "person_id"
    person_id: UUID
    language: Language


class PersonRelated(Event):
    about: ClassVar[str] = "person_id"
    person_id: UUID
    relation: Relation
    organisation_id: UUID | None


class SupervisorRegistered(Event):
    about: ClassVar[str] = "supervisor_id"
    supervisor_id: UUID


class CredentialRecorded(Event):
    about: ClassVar[str] = "supervisor_id"
    supervisor_id: UUID
    kind: CredentialKind
    valid_until: date
