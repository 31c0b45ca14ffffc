"""Organisations: the legal persons that ask and pay."""

from typing import ClassVar, Literal
from uuid import UUID

from services.messages.directory.department import DepartmentCard
from services.messages.envelope import Command, Event, Reply
from services.messages.names import TitleText
from services.messages.values import Address, BusinessId, Email, Language, SearchText, Utc, Viewer

OrganisationKind = Literal["public", "company", "association"]


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
    name: TitleText
    business_id: BusinessId
    kind: OrganisationKind
    language: Language
    address: Address
    invoice_email: Email
    as_of: Utc


class OrganisationShown(OrganisationCard):
    """departments: by name; to whoever has a role in one of them, only that one."""

    departments: list[DepartmentCard]


class FoundOrganisation(Reply):
    organisation: OrganisationShown | None


class FindOrganisation(Command[FoundOrganisation]):
    """By its Y-tunnus, for services; none where it is not known."""

    business_id: BusinessId


class ShowOrganisation(Command[OrganisationShown]):
    """viewer: none where a service asks. Refuses: unknown_organisation (also one out of the viewer's reach)."""

    organisation_id: UUID
    viewer: Viewer | None = None


class OrganisationList(Reply):
    organisations: list[OrganisationCard]


class ListOrganisations(Command[OrganisationList]):
    """By name in the language's order, 500 at most: all for the provider's staff, a commissioner's or payer's own.

    search: a part of the name or of the Y-tunnus.
    """

    viewer: Viewer
    search: SearchText = ""
    language: Language = "fi"


class ChangeOrganisation(Command[OrganisationCard]):
    """What is left out stays as it is. changed_by: whoever is signed in.

    Refuses: unknown_organisation (also one that they do not manage as a whole).
    """

    organisation_id: UUID
    name: TitleText | None = None
    address: Address | None = None
    invoice_email: Email | None = None
    language: Language | None = None
    changed_by: UUID
    as_of: Utc


class CustomerCard(Reply):
    """Whom a process is for, as its papers and invoices say it: the department's own data, where it has them.

    name: the legal person's. department_name: none where the process is the whole organisation's.
    """

    organisation_id: UUID
    department_id: UUID | None
    name: str
    department_name: str | None
    business_id: str
    kind: OrganisationKind
    language: Language
    address: Address
    invoice_email: str


class ShowCustomer(Command[CustomerCard]):
    """For services. Refuses: unknown_organisation, unknown_department (also one of another organisation)."""

    organisation_id: UUID
    department_id: UUID | None = None


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
