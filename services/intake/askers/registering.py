"""Who is asking, made known to directory. Ids are derived, so that an order that is tried again proposes the same."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5

from services.intake.askers import customers
from services.intake.tables import Inquiry
from services.messages.directory import (
    PRIVATE_PERSON,
    AcceptPerson,
    AdmissionEnd,
    AdmissionStatus,
    AskAdmission,
    ChangeDepartment,
    ChangeOrganisation,
    DropAdmission,
    FirstContact,
    FirstDepartment,
    OrganisationShown,
    RegisterDepartment,
    RegisterOrganisation,
    RegisterPerson,
    ShowCustomer,
)
from services.messages.intake import ChangeInquiry, DecideScreening, SubmitInquiry
from services.runtime.commands.asking import Asker
from services.runtime.commands.refusal import Refusal


async def register_contact(ask: Asker, order: SubmitInquiry) -> UUID:
    """The person_id of who asks: theirs already, where the mail address is known."""
    person = await ask(
        RegisterPerson(
            person_id=uuid5(order.inquiry_id, _contact_of(order)),
            given_name=order.contact_given_name,
            family_name=order.contact_family_name,
            email=order.contact_email,
            language=order.language,
            as_of=order.as_of,
        )
    )
    return person.person_id


def _contact_of(order: SubmitInquiry) -> str:
    """Another address is somebody else, and so is another one after a change."""
    email = order.contact_email.lower()
    return f"contact {order.revision} {email}" if isinstance(order, ChangeInquiry) else f"contact {email}"


async def accept_contact(ask: Asker, inquiry: Inquiry, as_of: datetime) -> None:
    """Whoever decides that it is supervision has looked at who asks."""
    await ask(AcceptPerson(person_id=inquiry.contact_id, as_of=as_of))


async def drop_admission(
    ask: Asker, inquiry: Inquiry, as_of: datetime, because: AdmissionEnd = "over"
) -> None:
    """Where who asked still waits for the organisation's word, it has ended: nobody is asked for that word any more."""
    if inquiry.asker_id and inquiry.organisation_id:
        await ask(DropAdmission(process_id=inquiry.process_id, because=because, as_of=as_of))


@dataclass(frozen=True)
class Place:
    """For whom a process is, and what they are called. settled: whether it is known that who asked acts for them."""

    organisation_id: UUID
    department_id: UUID | None
    name: str
    settled: bool


async def place(ask: Asker, inquiry: Inquiry, order: DecideScreening) -> Place:
    """What DecideScreening says of supervision, done in directory; nothing is changed before all is checked."""
    if order.department_name and inquiry.organisation_kind == PRIVATE_PERSON:
        raise Refusal("no_departments", "department_name", "is none of a private person's")
    known = (await ask(customers.looked_up(inquiry))).organisation
    if known is None:
        return await _new(ask, inquiry, order)
    if known.ended_on:
        raise Refusal("organisation_ended", "department_id")
    if order.department_id:
        department = customers.department(known, order.department_id)
        if department is None:
            raise Refusal("unknown_department", "department_id")
        if department.ended_on:
            raise Refusal("department_ended", "department_id")
        if order.department_name:
            raise Refusal("department_exists", "department_name", "is said beside a known one")
    department_id = order.department_id
    if order.department_name:
        department_id = await _new_department(ask, inquiry, order, known)
    else:
        await _settle_typed_facts(ask, inquiry, order, known)
    admission = AskAdmission(
        process_id=inquiry.process_id,
        person_id=inquiry.contact_id,
        organisation_id=known.organisation_id,
        department_id=department_id,
        as_of=order.as_of,
    )
    status = (await ask(admission)).status
    return await _named(ask, known.organisation_id, department_id, status is not AdmissionStatus.WAITING)


async def _new(ask: Asker, inquiry: Inquiry, order: DecideScreening) -> Place:
    """Nobody is there yet who could admit the contact: they become its HR, or the department's."""
    if order.department_id:
        raise Refusal("unknown_department", "department_id")
    facts, is_one = inquiry.model_dump(), inquiry.organisation_kind == PRIVATE_PERSON
    first = _first_contact(inquiry, order)
    card = await ask(
        RegisterOrganisation(
            organisation_id=uuid5(NAMESPACE_OID, customers.identity(inquiry)),
            name=inquiry.organisation_name
            if is_one
            else order.organisation_name or inquiry.organisation_name,
            person_id=inquiry.contact_id if is_one else None,
            kind=facts["organisation_kind"],
            address=customers.typed_address(inquiry),
            **{field: facts[field] for field in ("business_id", "foreign_id", "language", "invoice_email")},
            first=first,
            as_of=order.as_of,
        )
    )
    department_id = first.department.department_id if first.department else None
    return await _named(ask, card.organisation_id, department_id, settled=True)


def _first_contact(inquiry: Inquiry, order: DecideScreening) -> FirstContact:
    department = None
    if order.department_name:
        department = FirstDepartment(**_own_department(inquiry, order))
    return FirstContact(person_id=inquiry.contact_id, given_by=order.decided_by, department=department)


async def _named(ask: Asker, organisation_id: UUID, department_id: UUID | None, settled: bool) -> Place:
    card = await ask(ShowCustomer(organisation_id=organisation_id, department_id=department_id))
    return Place(organisation_id, department_id, customers.called(card), settled)


async def _new_department(
    ask: Asker, inquiry: Inquiry, order: DecideScreening, known: OrganisationShown
) -> UUID:
    same = (one for one in known.departments if one.name.casefold() == str(order.department_name).casefold())
    if any(one.department_id != _department_of(inquiry) for one in same):
        raise Refusal("department_exists", "department_name", "is a department of this organisation already")
    return await _register_department(ask, inquiry, order, known.organisation_id)


async def _register_department(
    ask: Asker, inquiry: Inquiry, order: DecideScreening, organisation_id: UUID
) -> UUID:
    card = await ask(
        RegisterDepartment(
            **_own_department(inquiry, order),
            organisation_id=organisation_id,
            registered_by=order.decided_by,
            as_of=order.as_of,
        )
    )
    return card.department_id


def _own_department(inquiry: Inquiry, order: DecideScreening) -> dict[str, Any]:
    """With everything that was typed as its own."""
    return {
        "department_id": _department_of(inquiry),
        "name": str(order.department_name),
        "address": customers.typed_address(inquiry),
        "invoice_email": inquiry.invoice_email,
    }


def _department_of(inquiry: Inquiry) -> UUID:
    """The one that this inquiry is the first of, also where an order was broken off after it was made."""
    return uuid5(inquiry.process_id, "department")


async def _settle_typed_facts(
    ask: Asker, inquiry: Inquiry, order: DecideScreening, known: OrganisationShown
) -> None:
    """Refuses: typed_facts_differ, as long as nobody has said what becomes of them."""
    other = {field for field, *_ in customers.differing(inquiry, known, order.department_id)}
    if known.name == order.organisation_name:  # by this very order, when it was broken off
        other.discard("name")
    if not other or order.typed_facts == "keep":
        return
    if order.typed_facts is None:
        raise Refusal("typed_facts_differ", "typed_facts", "differ from what is known")
    typed = {
        "name": inquiry.organisation_name,
        "address": customers.typed_address(inquiry),
        "invoice_email": inquiry.invoice_email,
    }
    facts: dict[str, Any] = {field: value for field, value in typed.items() if field in other}
    facts |= {"changed_by": order.decided_by, "as_of": order.as_of}
    if order.department_id:
        await ask(ChangeDepartment(department_id=order.department_id, **facts))
    else:
        await ask(ChangeOrganisation(organisation_id=known.organisation_id, **facts))
