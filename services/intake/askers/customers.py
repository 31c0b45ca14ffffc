"""Who asks, beside what directory knows of the id that they typed: nothing that was typed is lost unseen."""

from collections.abc import Iterator
from uuid import UUID

from sqlmodel import col, select

from services.intake.tables import Inquiry
from services.messages.countries import HOME
from services.messages.directory import (
    PRIVATE_PERSON,
    CustomerCard,
    DepartmentCard,
    FindOrganisation,
    ListPeople,
    OrganisationShown,
    ShowContacts,
    ShowCustomer,
)
from services.messages.intake import ContactStanding, CustomerFound, Difference, TypedField
from services.messages.values import Address, Viewer
from services.runtime.commands.asking import Asker
from services.runtime.commands.transactions import Work

_ACTS_FOR_IT = {"hr", "line_manager"}


def looked_up(inquiry: Inquiry) -> FindOrganisation:
    """By what the asker would be known; a group in no register by nothing."""
    if inquiry.organisation_kind == PRIVATE_PERSON:
        return FindOrganisation(person_id=inquiry.contact_id)
    if inquiry.business_id:
        return FindOrganisation(business_id=inquiry.business_id)
    return FindOrganisation(foreign_id=inquiry.foreign_id, country=inquiry.country)


def identity(inquiry: Inquiry) -> str:
    """The same for two inquiries of one customer."""
    asked = looked_up(inquiry)
    if asked.business_id:
        return f"y-tunnus {asked.business_id}"
    if asked.foreign_id:
        return f"{asked.country} {asked.foreign_id}"
    return f"person {asked.person_id}" if asked.person_id else f"asker of {inquiry.process_id}"


async def found(ask: Asker, inquiry: Inquiry, viewer: Viewer) -> CustomerFound:
    known = (await ask(looked_up(inquiry))).organisation
    if known is None:
        return CustomerFound(
            contact="new_organisation", another_domain=False, organisation=None, differences=[]
        )
    people = (await ask(ListPeople(viewer=viewer, organisation_id=known.organisation_id))).people
    acting = {one.person_id for one in people if {role.relation for role in one.relations} & _ACTS_FOR_IT}
    contact: ContactStanding = "known_customer" if inquiry.contact_id in acting else "new_contact"
    [asking] = (await ask(ShowContacts(person_ids=[inquiry.contact_id]))).people
    domains = {_domain(one.email) for one in people} | {_domain(mail) for mail in _invoice_mails(known)}
    return CustomerFound(
        contact=contact,
        another_domain=_domain(asking.email) not in domains,
        organisation=known,
        differences=differences(inquiry, known),
    )


def called(card: CustomerCard) -> str:
    """The legal person's name, with the department's."""
    return f"{card.name}, {card.department_name}" if card.department_name else card.name


async def follow_name(work: Work, organisation_id: UUID) -> None:
    """The processes of a customer are called as it is called now."""
    theirs = select(Inquiry).where(Inquiry.organisation_id == organisation_id).with_for_update()
    by_department: dict[UUID | None, list[Inquiry]] = {}
    for inquiry in await work.db.exec(theirs.order_by(col(Inquiry.process_id))):
        by_department.setdefault(inquiry.department_id, []).append(inquiry)
    for department_id, inquiries in by_department.items():
        query = ShowCustomer(organisation_id=organisation_id, department_id=department_id)
        name = called(await work.ask(query))
        for inquiry in inquiries:
            inquiry.customer_name = name


def differences(inquiry: Inquiry, known: OrganisationShown) -> list[Difference]:
    """Of the whole organisation, then of each department."""
    return [
        Difference(department_id=department_id, field=field, typed=typed, known=standing)
        for department_id in (None, *(one.department_id for one in known.departments))
        for field, typed, standing in differing(inquiry, known, department_id)
    ]


def differing(
    inquiry: Inquiry, known: OrganisationShown, department_id: UUID | None
) -> Iterator[tuple[TypedField, str, str]]:
    """Field, as typed, as known; of the department with what it has of its own, or of the whole organisation."""
    below = department(known, department_id) if department_id else None
    typed = inquiry.organisation_name
    is_one = inquiry.organisation_kind == PRIVATE_PERSON
    # A department's people may well type the organisation's name, or both.
    names_it = below is not None and below.name.casefold() in typed.casefold()
    if not (is_one or names_it or _same(typed, known.name)):
        yield "name", typed, below.name if below else known.name
    address = (below and below.address) or known.address
    if not _same(_line(typed_address(inquiry)), _line(address)):
        yield "address", _line(typed_address(inquiry)), _line(address)
    mail = (below and below.invoice_email) or known.invoice_email
    if not _same(inquiry.invoice_email, mail):
        yield "invoice_email", inquiry.invoice_email, mail


def department(known: OrganisationShown, department_id: UUID) -> DepartmentCard | None:
    return next((one for one in known.departments if one.department_id == department_id), None)


def typed_address(inquiry: Inquiry) -> Address:
    return Address(**inquiry.model_dump(include=set(Address.model_fields)))


def _line(address: Address) -> str:
    town = f"{address.postal_code} {address.town}".strip()
    return ", ".join([address.street, town, *([address.country] if address.country != HOME else [])])


def _same(typed: str, known: str) -> bool:
    return " ".join(typed.split()).casefold() == " ".join(known.split()).casefold()


def _invoice_mails(known: OrganisationShown) -> list[str]:
    return [known.invoice_email, *(one.invoice_email for one in known.departments if one.invoice_email)]


def _domain(email: str) -> str:
    return email.rpartition("@")[2].lower()
