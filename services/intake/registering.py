"""Who is asking, made known to directory. Ids are derived, so that an order that is tried again proposes the same."""

from datetime import datetime
from uuid import NAMESPACE_OID, UUID, uuid5

from services.intake.tables import Inquiry
from services.messages.directory import (
    AcceptPerson,
    RegisterOrganisation,
    RegisterPerson,
    RelatePerson,
    ShowDepartment,
    ShowOrganisation,
)
from services.messages.intake import SubmitInquiry
from services.messages.values import Address
from services.runtime.asking import Asker
from services.runtime.refusal import Refusal


async def register_contact(ask: Asker, order: SubmitInquiry) -> UUID:
    """The person_id of who asks: theirs already, where the mail address is known."""
    person = await ask(
        RegisterPerson(
            person_id=uuid5(order.inquiry_id, "contact"),
            given_name=order.contact_given_name,
            family_name=order.contact_family_name,
            email=order.contact_email,
            language=order.language,
            accepted=False,
            as_of=order.as_of,
        )
    )
    return person.person_id


async def accept_contact(ask: Asker, inquiry: Inquiry, as_of: datetime) -> None:
    """Whoever decides that it is supervision has looked at who asks."""
    await ask(AcceptPerson(person_id=inquiry.contact_id, as_of=as_of))


async def register_organisation(ask: Asker, inquiry: Inquiry, as_of: datetime) -> UUID:
    """The organisation_id of what was typed (by Y-tunnus); the contact becomes its HR."""
    facts = inquiry.model_dump()
    card = await ask(
        RegisterOrganisation(
            organisation_id=uuid5(NAMESPACE_OID, f"y-tunnus {inquiry.business_id}"),
            name=inquiry.organisation_name,
            kind=facts["organisation_kind"],
            address=Address(**{field: facts[field] for field in Address.model_fields}),
            **{field: facts[field] for field in ("business_id", "language", "invoice_email")},
            as_of=as_of,
        )
    )
    await ask(
        RelatePerson(
            person_id=inquiry.contact_id, relation="hr", organisation_id=card.organisation_id, as_of=as_of
        )
    )
    return card.organisation_id


async def refuse_other_department(ask: Asker, inquiry: Inquiry, department_id: UUID | None) -> None:
    """Asked before anything is registered. Refuses: unknown_department, also for another organisation's."""
    if department_id is None:
        return
    department = await ask(ShowDepartment(department_id=department_id))
    organisation = await ask(ShowOrganisation(organisation_id=department.organisation_id))
    if organisation.business_id != inquiry.business_id:
        raise Refusal("unknown_department", "department_id")
