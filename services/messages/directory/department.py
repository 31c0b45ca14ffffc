"""Departments: parts of an organisation with an address and invoices of their own; the organisation is the party."""

from typing import ClassVar
from uuid import UUID

from services.messages.envelope import Command, Event, Query, Reply
from services.messages.names import TitleText
from services.messages.values import NEVER_SET, Address, Day, Email, Mark, Utc, Viewer


class DepartmentCard(Reply):
    """address, invoice_email: where its invoices go; none where they go to the organisation's.

    ended_on: see EndEntry. mark: of what ChangeDepartment changes.
    """

    department_id: UUID
    organisation_id: UUID
    name: str
    address: Address | None
    invoice_email: str | None
    ended_on: Day | None = None
    mark: Mark = NEVER_SET


class RegisterDepartment(Command[DepartmentCard]):
    """Natural key: organisation_id and name; the one already registered with the same facts is answered as it is.

    registered_by: whoever is signed in. Refuses: unknown_organisation (also one that they do not manage as a whole),
    organisation_ended, too_many, department_exists (with other facts), department_ended.
    """

    department_id: UUID
    organisation_id: UUID
    name: TitleText
    address: Address | None = None
    invoice_email: Email | None = None
    registered_by: UUID
    as_of: Utc


class ChangeDepartment(Command[DepartmentCard]):
    """What is left out stays as it is. changed_by: whoever is signed in.

    seen: the card's mark. Refuses: unknown_department (also one that they do not manage), department_name_taken (in its
    organisation), set_meanwhile.
    """

    department_id: UUID
    name: TitleText | None = None
    address: Address | None = None
    invoice_email: Email | None = None
    changed_by: UUID
    as_of: Utc
    seen: Mark | None = None


class ShowDepartment(Query[DepartmentCard]):
    """viewer: none where a service asks. Refuses: unknown_department (also one out of the viewer's reach)."""

    department_id: UUID
    viewer: Viewer | None = None


class DepartmentRegistered(Event):
    about: ClassVar[str] = "organisation_id"
    organisation_id: UUID
    department_id: UUID
    name: str


class DepartmentChanged(Event):
    """name: as it is now, changed or not. at_end: invoices are made when a contract has ended; none: as the whole's."""

    about: ClassVar[str] = "organisation_id"
    organisation_id: UUID
    department_id: UUID
    name: str
    at_end: bool | None = None
