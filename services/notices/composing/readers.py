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
    ShowEarlierAddress,
    ShowEarlierInvoiceAddress,
    ShowStaff,
)
from services.notices.composing.letters import Recipient
from services.notices.writing import COMMISSIONER, EARLIER, INVOICES_WENT_TO, NAMED, TOLD
from services.runtime.commands.asking import Asker
from services.runtime.commands.refusal import Refusal
from services.runtime.commissioners import acting_for


class UnknownReader(LookupError):
    """directory knows nobody of this id; quotes no id, so it may be logged."""


class NobodyActs(LookupError):
    """Nobody has the role that acts for the customer: the staff has a task to see to it, and the letter waits."""


@dataclass(frozen=True)
class Reader:
    """accepted: the address is known to be this person's, or somebody of ours took it for theirs."""

    recipient: Recipient
    language: str
    accepted: bool = True


@dataclass(frozen=True)
class Readers:
    """known: by the id of a person, or of the customer's part that a row is for,
    or of the change that ended the address that a row goes to. staff: who has a role, by id.

    acting: the ids of those who act for the customer, by process.
    """

    known: Mapping[UUID, Reader]
    staff: Mapping[str, Sequence[UUID]]
    acting: Mapping[UUID, Sequence[UUID]]

    def of(self, notice: Any) -> Reader:
        """The reader of a row that is not for a role. Raises UnknownReader."""
        reader = self.known.get(_earlier(notice) or _went_to(notice) or notice.person_id or _part(notice))
        if reader is None:
            raise UnknownReader("unknown_reader")
        return reader

    def in_role(self, notice: Any) -> Sequence[UUID]:
        """Of a row for a role. Raises NobodyActs, and UnknownReader while nobody of the staff has the role."""
        if notice.role == COMMISSIONER:
            return self._acting(notice)
        if not self.staff.get(notice.role):
            raise UnknownReader("nobody_in_role")
        return self.staff[notice.role]

    def _acting(self, notice: Any) -> Sequence[UUID]:
        """Whom the process names, while they act for the customer; else all who do. Never who is told otherwise."""
        acting = self.acting.get(notice.process_id, ())
        if not acting:
            raise NobodyActs("nobody_acts")
        named = [one for one in acting if str(one) == notice.facts.get(NAMED)]
        return [one for one in named or acting if str(one) != notice.facts.get(TOLD)]


@dataclass(frozen=True)
class Customer:
    """Of a process. organisation_id: none before it is supervision; asked_by acts for it until then."""

    organisation_id: UUID | None
    department_id: UUID | None
    asked_by: UUID | None


async def look_up(ask: Asker, notices: Sequence[Any], customers: Mapping[UUID, Customer]) -> Readers:
    """Everybody whom these rows are for. customers: of the processes whose rows are for who acts for them.

    Raises Unavailable while directory does not answer.
    """
    known: dict[UUID, Reader] = {}
    if person_ids := {notice.person_id for notice in notices if notice.person_id}:
        known.update(_by_id(await ask(ShowContacts(person_ids=sorted(person_ids)))))
    for change_id in {one for notice in notices if (one := _earlier(notice))}:
        known.update(await _who_was_at(ask, change_id, known))
    for change_id in {one for notice in notices if (one := _went_to(notice))}:
        known.update(await _invoiced_at(ask, change_id))
    for customer in {_customer(notice) for notice in notices if notice.organisation_id}:
        known.update(await _invoiced(ask, *customer))
    roles: set[Relation] = {notice.role for notice in notices if notice.role not in (None, COMMISSIONER)}
    staff: dict[str, list[UUID]] = {}
    for role in roles:
        staff[role] = [one.person_id for one in (await ask(ShowStaff(relation=role))).people]
    acting = {process_id: await _acting_for(ask, customer) for process_id, customer in customers.items()}
    return Readers(known, staff, acting)


def _earlier(notice: Any) -> UUID | None:
    change_id = notice.facts.get(EARLIER)
    return UUID(change_id) if change_id else None


def _went_to(notice: Any) -> UUID | None:
    change_id = notice.facts.get(INVOICES_WENT_TO)
    return UUID(change_id) if change_id else None


async def _invoiced_at(ask: Asker, change_id: UUID) -> dict[UUID, Reader]:
    """Where the customer's invoices went before this change."""
    earlier = await ask(ShowEarlierInvoiceAddress(change_id=change_id))
    return {change_id: Reader(Recipient(earlier.name, earlier.email), earlier.language)}


async def _who_was_at(ask: Asker, change_id: UUID, known: Mapping[UUID, Reader]) -> dict[UUID, Reader]:
    """The same person, at the address that they had before this change."""
    earlier = await ask(ShowEarlierAddress(change_id=change_id))
    person = known.get(earlier.person_id)
    if person is None:
        return {}
    recipient = Recipient(person.recipient.name, earlier.email)
    return {change_id: Reader(recipient, person.language, person.accepted)}


async def _acting_for(ask: Asker, customer: Customer) -> Sequence[UUID]:
    if customer.organisation_id:
        return await acting_for(ask, customer.organisation_id, customer.department_id)
    return [customer.asked_by] if customer.asked_by else []


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
