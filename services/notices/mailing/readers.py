"""Who the readers of a batch are: directory is asked once per batch, and nothing of it is kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from services.messages.directory import (
    CustomerCard,
    People,
    Relation,
    ShowContacts,
    ShowCustomer,
    ShowStaff,
)
from services.notices.mailing.letters import Recipient
from services.runtime.asking import Asker
from services.runtime.refusal import Refusal


class UnknownReader(LookupError):
    """directory knows nobody of this id; quotes no id, so it may be logged."""


@dataclass(frozen=True)
class Reader:
    """accepted: the address is known to be this person's, or somebody of ours took it for theirs."""

    recipient: Recipient
    language: str
    accepted: bool = True


@dataclass(frozen=True)
class Readers:
    """known: by the id of a person, or of the customer's part that a row is for. staff: who has a role, by id."""

    known: Mapping[UUID, Reader]
    staff: Mapping[str, Sequence[UUID]]

    def of(self, notice: Any) -> Reader:
        """The reader of a row that is not for staff. Raises UnknownReader."""
        reader = self.known.get(notice.person_id or _part(notice))
        if reader is None:
            raise UnknownReader("unknown_reader")
        return reader

    def in_role(self, role: str) -> Sequence[UUID]:
        """Raises UnknownReader while nobody has the role."""
        if not self.staff.get(role):
            raise UnknownReader("nobody_in_role")
        return self.staff[role]


async def look_up(ask: Asker, notices: Sequence[Any]) -> Readers:
    """Everybody whom these rows are for. Raises Unavailable while directory does not answer."""
    known: dict[UUID, Reader] = {}
    if person_ids := {notice.person_id for notice in notices if notice.person_id}:
        known.update(_by_id(await ask(ShowContacts(person_ids=sorted(person_ids)))))
    for customer in {_customer(notice) for notice in notices if notice.organisation_id}:
        known.update(await _invoiced(ask, *customer))
    roles: set[Relation] = {notice.role for notice in notices if notice.role}
    staff: dict[str, list[UUID]] = {}
    for role in roles:
        staff[role] = [one.person_id for one in (await ask(ShowStaff(relation=role))).people]
    return Readers(known, staff)


def _by_id(found: People) -> dict[UUID, Reader]:
    return {
        one.person_id: Reader(Recipient(one.name, one.email), one.language, one.accepted)
        for one in found.people
    }


def _customer(notice: Any) -> tuple[UUID, UUID | None]:
    below = notice.facts.get("department_id")
    return notice.organisation_id, UUID(below) if below else None


def _part(notice: Any) -> UUID:
    organisation_id, department_id = _customer(notice)
    return department_id or organisation_id


async def _invoiced(ask: Asker, organisation_id: UUID, department_id: UUID | None) -> dict[UUID, Reader]:
    """Where the invoices of the organisation go, or of its department."""
    try:
        card = await ask(ShowCustomer(organisation_id=organisation_id, department_id=department_id))
    except Refusal:
        return {}
    return {
        department_id or organisation_id: Reader(Recipient(name_of(card), card.invoice_email), card.language)
    }


def name_of(customer: CustomerCard) -> str:
    """With the department's, where it is one's."""
    names = [customer.name, customer.department_name or ""]
    return ", ".join(name for name in names if name)
