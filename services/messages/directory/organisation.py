"""Organisations: the legal persons that ask and pay."""

from typing import ClassVar
from uuid import UUID

from services.messages.countries import Country
from services.messages.directory.department import DepartmentCard
from services.messages.directory.identity import ForeignId, OrganisationKind
from services.messages.directory.invoicing import Invoicing
from services.messages.envelope import Asked, Command, Event, Query, Reply
from services.messages.names import TitleText
from services.messages.values import (
    NEVER_SET,
    Address,
    BusinessId,
    Day,
    Email,
    Language,
    Mark,
    SearchText,
    Utc,
    Value,
    Viewer,
)

MOST_ROWS = 500
"""Of a list: who looks for more, searches."""


class OrganisationCard(Reply):
    """name: a private person's own, or that in Latin letters. business_id, foreign_id: see `id_fault`.

    ended_on: see EndEntry. person_id: of a private customer, whose own entry it is. mark: of what ChangeOrganisation
    changes.
    """

    organisation_id: UUID
    name: str
    business_id: str | None
    foreign_id: str | None = None
    kind: OrganisationKind
    language: Language
    address: Address
    invoice_email: str
    ended_on: Day | None = None
    person_id: UUID | None = None
    mark: Mark = NEVER_SET


class FirstDepartment(Value):
    """Of an organisation that becomes known with it."""

    department_id: UUID
    name: TitleText
    address: Address | None = None
    invoice_email: Email | None = None


class FirstContact(Value):
    """Who becomes HR of an organisation nobody of which is known yet, or of its first department alone."""

    person_id: UUID
    given_by: UUID
    department: FirstDepartment | None = None


class RegisterOrganisation(Command[OrganisationCard]):
    """The one already registered with the same facts is answered as it is.

    first: whom it becomes known with, all at once: an order that is broken off leaves nobody behind without a role.

    Natural key: business_id; foreign_id in its country; the private person; for a group in no register, its own id.
    name: for a private person (person_id), who is called as the register of people has it, only where an invoice
    cannot show that: the same in Latin letters.
    Refuses: business_id_missing, foreign_id_missing,
    register_number_missing, id_not_theirs, name_missing, latin_name_missing, unknown_person,
    organisation_known (with other facts), organisation_ended; with first, also what RegisterDepartment and RelatePerson
    refuse.
    """

    organisation_id: UUID
    name: TitleText | None = None
    business_id: BusinessId | None = None
    foreign_id: ForeignId | None = None
    person_id: UUID | None = None
    kind: OrganisationKind
    language: Language
    address: Address
    invoice_email: Email
    first: FirstContact | None = None
    as_of: Utc


class OrganisationShown(OrganisationCard):
    """departments: by name; to whoever has a role in one of them, only that one."""

    departments: list[DepartmentCard]


class FoundOrganisation(Reply):
    organisation: OrganisationShown | None


class FindOrganisation(Query[FoundOrganisation]):
    """By what it is known by, for services: one of these; none where it is not known. country: the foreign_id's."""

    business_id: BusinessId | None = None
    foreign_id: ForeignId | None = None
    country: Country | None = None
    person_id: UUID | None = None


class ShowOrganisation(Query[OrganisationShown]):
    """viewer: none where a service asks. Refuses: unknown_organisation (also one out of the viewer's reach)."""

    organisation_id: UUID
    viewer: Viewer | None = None


class OrganisationList(Reply):
    """count: of all of them."""

    organisations: list[OrganisationCard]
    count: int = 0


class ListOrganisations(Query[OrganisationList]):
    """`MOST_ROWS` at most, by name as the language sorts: all for staff, a commissioner's or payer's own.

    search: a part of the name or of the Y-tunnus.
    """

    viewer: Viewer
    search: SearchText = ""
    language: Language = "fi"


class ChangeOrganisation(Command[OrganisationCard]):
    """What is left out stays as it is. changed_by: whoever is signed in.

    kind, business_id, foreign_id: by who decides on inquiries only; an id that its kind does not have goes.
    Refuses: unknown_organisation (also one that they do not manage as a whole), name_of_a_person (a private person's
    is changed with ChangePerson, but where an invoice cannot show it), not_yours_to_decide, kind_of_a_person (who is
    one stays one), id_taken, business_id_missing, foreign_id_missing, register_number_missing, set_meanwhile (seen: the
    card's mark).
    """

    organisation_id: UUID
    name: TitleText | None = None
    kind: OrganisationKind | None = None
    business_id: BusinessId | None = None
    foreign_id: ForeignId | None = None
    address: Address | None = None
    invoice_email: Email | None = None
    language: Language | None = None
    changed_by: UUID
    as_of: Utc
    seen: Mark | None = None


class CustomerCard(Reply):
    """Whom a process is for, as its papers and invoices say it: the department's own data, where it has them.

    name: the legal person's. department_name: none where the process is the whole organisation's. person_id: who is the
    customer themselves, as a private person. language: as it was chosen. paper_language: the same where it is served,
    and otherwise the first that is. mark: of what SetInvoicing sets.
    """

    organisation_id: UUID
    department_id: UUID | None
    name: str
    department_name: str | None
    business_id: str | None
    foreign_id: str | None = None
    kind: OrganisationKind
    language: Language
    address: Address
    invoice_email: str
    person_id: UUID | None = None
    invoicing: Invoicing = Invoicing()
    paper_language: Language | None = None
    mark: Mark = NEVER_SET


class ShowCustomer(Asked[CustomerCard]):
    """For services and staff, and at the portal for who has a role there. Refuses: unknown_organisation,
    unknown_department (also one of another organisation).
    """

    organisation_id: UUID
    department_id: UUID | None = None


class OrganisationRegistered(Event):
    """name, business_id: none of a private person."""

    about: ClassVar[str] = "organisation_id"
    organisation_id: UUID
    name: str | None
    business_id: str | None
    kind: OrganisationKind
    language: Language


class OrganisationChanged(Event):
    """name and language: as they are now, changed or not. name: none of a private person. at_end: its invoices are made
    when a contract has ended.
    """

    about: ClassVar[str] = "organisation_id"
    organisation_id: UUID
    name: str | None
    language: Language
    at_end: bool = False
