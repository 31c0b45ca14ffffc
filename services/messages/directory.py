"""directory: organisations, people, their relations and passkeys, supervisors and their credentials."""

from datetime import date
from typing import Annotated, ClassVar, Literal
from uuid import UUID

from pydantic import EmailStr, Field

from services.messages.envelope import Command, Done, Event, Reply
from services.messages.values import Address, Audience, BusinessId, Language, ShortText, Utc, Viewer

OrganisationKind = Literal["public", "company", "association"]
CredentialKind = Literal["training", "own_supervision", "membership"]
Relation = Literal["coordinator", "finance", "administrator", "hr", "payer", "line_manager"]
SearchText = Annotated[str, Field(max_length=320)]
# WebAuthn: a credential's id has at most 1023 bytes, and the counter 32 bits (§4, §6.1).
Base64Url = Annotated[str, Field(min_length=1, max_length=2048, pattern=r"^[A-Za-z0-9_-]+$")]
SignCount = Annotated[int, Field(ge=0, lt=2**32)]


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
    """viewer: none where a service asks. Refuses: unknown_organisation (also one out of the viewer's reach)."""

    organisation_id: UUID
    viewer: Viewer | None = None


class OrganisationList(Reply):
    organisations: list[OrganisationCard]


class ListOrganisations(Command[OrganisationList]):
    """By name, 500 at most: all for the provider's staff, a commissioner's or payer's own, none for the others.

    search: a part of the name or of the Y-tunnus.
    """

    viewer: Viewer
    search: SearchText = ""


class ChangeOrganisation(Command[OrganisationCard]):
    """What is left out stays as it is. Refuses: unknown_organisation."""

    organisation_id: UUID
    name: ShortText | None = None
    address: Address | None = None
    invoice_email: EmailStr | None = None
    language: Language | None = None
    as_of: Utc


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


class FoundPerson(Reply):
    person: Person | None


class FindPerson(Command[FoundPerson]):
    """By mail address, in any case of letters; none where nobody has it, or it is no address."""

    email: SearchText


class PersonCard(Reply):
    person_id: UUID
    given_name: str
    family_name: str
    email: str
    language: Language


class ShowPerson(Command[PersonCard]):
    """Refuses: unknown_person."""

    person_id: UUID


class ChangePerson(Command[PersonCard]):
    """What is left out stays as it is. Refuses: unknown_person."""

    person_id: UUID
    given_name: ShortText | None = None
    family_name: ShortText | None = None
    language: Language | None = None
    as_of: Utc


class RelatePerson(Command[Done]):
    """organisation_id: none for the provider's own staff. Refuses: unknown_person, unknown_organisation."""

    person_id: UUID
    relation: Relation
    organisation_id: UUID | None = None
    as_of: Utc


class EndRelation(Command[Done]):
    """Nothing if there is no such relation. Refuses: last_administrator (the provider keeps one)."""

    person_id: UUID
    relation: Relation
    organisation_id: UUID | None = None
    as_of: Utc


class RelationCard(Reply):
    """organisation_id and organisation_name: none for the provider's own staff."""

    relation: Relation
    organisation_id: UUID | None
    organisation_name: str | None


class Relations(Reply):
    relations: list[RelationCard]
    is_supervisor: bool


class ShowRelations(Command[Relations]):
    """What a person is now, to whom; an unknown person is nothing to nobody."""

    person_id: UUID


class ListedPerson(PersonCard):
    """relations: those that the viewer may know of."""

    relations: list[RelationCard]


class PeopleList(Reply):
    people: list[ListedPerson]


class ListPeople(Command[PeopleList]):
    """By family name, 500 at most. organisation_id: none for the provider's own staff.

    search: a part of a name or of the mail address. For the provider's staff, and for a commissioner's own
    organisation. Refuses: unknown_organisation (also one out of the viewer's reach).
    """

    viewer: Viewer
    organisation_id: UUID | None = None
    search: SearchText = ""


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


class Passkey(Reply):
    """A key of one device: the public half. sign_count: the device's own counter at its last use; 0: it has none."""

    credential_id: str
    person_id: UUID
    public_key: str
    sign_count: int
    name: str
    added_at: Utc
    last_used_at: Utc | None


class Passkeys(Reply):
    passkeys: list[Passkey]


class FoundPasskey(Reply):
    passkey: Passkey | None


class KeepPasskey(Command[Done]):
    """Natural key: credential_id; the one already kept stays as it is.

    name: the person's own word for the device. Refuses: unknown_person, passkey_taken (it is another person's).
    """

    credential_id: Base64Url
    person_id: UUID
    public_key: Base64Url
    sign_count: SignCount
    name: ShortText
    as_of: Utc


class ListPasskeys(Command[Passkeys]):
    """A person's own, in the order in which they were added."""

    person_id: UUID


class FindPasskey(Command[FoundPasskey]):
    credential_id: Base64Url


class UsePasskey(Command[Done]):
    """Said after the signature was checked. Refuses: unknown_passkey, passkey_cloned (the counter did not rise).

    A device without a counter always says 0, and is not held to it. The same use, by its as_of, may be said again.
    """

    credential_id: Base64Url
    sign_count: SignCount
    as_of: Utc


class RemovePasskey(Command[Done]):
    """Nothing if that person has no such passkey."""

    person_id: UUID
    credential_id: Base64Url


class OrganisationRegistered(Event):
    about: ClassVar[str] = "organisation_id"
    organisation_id: UUID
    name: str
    business_id: str
    kind: OrganisationKind
    language: Language


class OrganisationChanged(Event):
    """name and language: as they are now, changed or not."""

    about: ClassVar[str] = "organisation_id"
    organisation_id: UUID
    name: str
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


class PersonUnrelated(Event):
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
