"""To whom a mail did not get: their name and address now, and the page on which the address is corrected."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from services.messages.directory import Person, ShowContacts, ShowCustomer
from services.messages.notices import UndeliveredMail
from services.web.pages.labels import label
from services.web.pages.languages import marked as _
from services.web.pages.visit import Visit

_AT_ONCE = 200


@dataclass(frozen=True)
class Addressee:
    """address: empty where nobody is known. corrected_at: a path; empty where the visitor cannot do it."""

    name: str
    address: str = ""
    corrected_at: str = ""


def reader_of(mail: UndeliveredMail) -> str:
    """The same for all mails of one reader."""
    return f"{mail.person_id or mail.department_id or mail.organisation_id or mail.role}"


async def addressees(visit: Visit, mails: Sequence[UndeliveredMail]) -> dict[str, Addressee]:
    """By `reader_of`."""
    people = await _people(visit, sorted({mail.person_id for mail in mails if mail.person_id}))
    found: dict[str, Addressee] = {}
    for mail in mails:
        key = reader_of(mail)
        if key in found:
            continue
        if mail.person_id:
            found[key] = _person(visit, people.get(mail.person_id))
        elif mail.organisation_id:
            found[key] = await _customer(visit, mail.organisation_id, mail.department_id)
        else:
            found[key] = Addressee(label("role", mail.role or "", visit.language, visit.text))
    return found


async def _people(visit: Visit, person_ids: Sequence[UUID]) -> dict[UUID, Person]:
    found: dict[UUID, Person] = {}
    for first in range(0, len(person_ids), _AT_ONCE):
        asked = ShowContacts(person_ids=person_ids[first : first + _AT_ONCE])
        found |= {one.person_id: one for one in (await visit.ask(asked)).people}
    return found


def _person(visit: Visit, person: Person | None) -> Addressee:
    if person is None:
        return Addressee(visit.text(_("Somebody who is not in the register")))
    path = f"/people/{person.person_id}/address" if visit.may("change_address") else ""
    return Addressee(person.name, person.email, path)


async def _customer(visit: Visit, organisation_id: UUID, department_id: UUID | None) -> Addressee:
    query = ShowCustomer(organisation_id=organisation_id, department_id=department_id)
    customer = await visit.ask(query)
    names = [customer.name, customer.department_name or ""]
    below = f"departments/{department_id}" if department_id else "details"
    may_correct = visit.may("manage_organisation")
    path = f"/organisations/{organisation_id}/{below}" if may_correct else ""
    return Addressee(", ".join(name for name in names if name), customer.invoice_email, path)
