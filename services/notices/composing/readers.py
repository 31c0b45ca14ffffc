"""Who the readers of a batch are, and who of them reads which row. `looking_up` asks for them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar
from uuid import UUID

from services.messages.directory import CustomerCard, Relation
from services.notices.composing.letters import Recipient
from services.notices.writing import COMMISSIONER, EARLIER, INVOICES_WENT_TO, INVOICING, NAMED, PAYER, TOLD
from services.runtime.commands.refusal import Fault, Refusal

T = TypeVar("T")


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

    acting, paying: the ids of those who act or pay for the customer, by process; invoicing: of those who look after a
    customer's billing data, by its part. A refusal or a fault, where the question about it alone was answered by one:
    it is raised for the rows that need it.
    """

    known: Mapping[UUID, Reader | Refusal | Fault]
    staff: Mapping[Relation, Sequence[UUID] | Refusal | Fault]
    acting: Mapping[UUID, Sequence[UUID] | Refusal | Fault]
    paying: Mapping[UUID, Sequence[UUID] | Refusal | Fault] = field(default_factory=dict)
    invoicing: Mapping[UUID, Sequence[UUID] | Refusal | Fault] = field(default_factory=dict)

    def of(self, notice: Any) -> Reader:
        """The reader of a row that is not for a role. Raises UnknownReader."""
        key = (
            earlier_address(notice) or earlier_invoice_address(notice) or notice.person_id or own_part(notice)
        )
        reader = told(self.known.get(key))
        if reader is None:
            raise UnknownReader("unknown_reader")
        return reader

    def in_role(self, notice: Any) -> Sequence[UUID]:
        """Of a row for a role. Raises NobodyActs, and UnknownReader while nobody of the staff has the role."""
        if notice.role == COMMISSIONER:
            return self._acting(notice)
        if notice.role == PAYER:
            return _untold(notice, told(self.paying.get(notice.process_id, ())) or ())
        if notice.role == INVOICING:
            return told(self.invoicing.get(own_part(notice), ()))
        found = told(self.staff.get(notice.role))
        if not found:
            raise UnknownReader("nobody_in_role")
        return found

    def _acting(self, notice: Any) -> Sequence[UUID]:
        """Whom the process names, while they act for the customer; else all who do. Never who is told otherwise."""
        acting = told(self.acting.get(notice.process_id, ()))
        if not acting:
            raise NobodyActs("nobody_acts")
        named = [one for one in acting if str(one) == notice.facts.get(NAMED)]
        return _untold(notice, named or acting)


def _untold(notice: Any, people: Sequence[UUID]) -> Sequence[UUID]:
    return [one for one in people if str(one) != notice.facts.get(TOLD)]


def told(answer: T | Refusal | Fault) -> T:
    if isinstance(answer, Refusal | Fault):
        raise answer
    return answer


@dataclass(frozen=True)
class Customer:
    """Of a process. organisation_id: none before it is supervision; asked_by acts for it until then."""

    organisation_id: UUID | None
    department_id: UUID | None
    asked_by: UUID | None


def earlier_address(notice: Any) -> UUID | None:
    change_id = notice.facts.get(EARLIER)
    return UUID(change_id) if change_id else None


def earlier_invoice_address(notice: Any) -> UUID | None:
    change_id = notice.facts.get(INVOICES_WENT_TO)
    return UUID(change_id) if change_id else None


def customer_part(notice: Any) -> tuple[UUID, UUID | None]:
    """The customer that the row is for or about."""
    below = notice.facts.get("department_id")
    whole = notice.organisation_id or UUID(notice.facts["organisation_id"])
    return whole, UUID(below) if below else None


def own_part(notice: Any) -> UUID:
    return part_of(*customer_part(notice))


def part_of(organisation_id: UUID, department_id: UUID | None) -> UUID:
    return department_id or organisation_id


def name_of(customer: CustomerCard) -> str:
    """With the department's, where it is one's."""
    names = [customer.name, customer.department_name or ""]
    return ", ".join(name for name in names if name)
