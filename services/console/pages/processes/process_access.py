"""What the pages of arranging a process have in common: the inquiry by its number, and the names of people."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from services.messages.contracts import ShowContract
from services.messages.directory import Person, ShowContacts
from services.messages.intake import FindProcess, InquiryCard
from services.messages.policy import Right
from services.messages.values import Role
from services.runtime.commands.refusal import Refusal
from services.runtime.finland import local_date
from services.runtime.policy import Belongs
from services.web.pages.visit import Visit

_AT_ONCE = 200


async def process_to(visit: Visit, action: Right, number: str) -> InquiryCard:
    """The process to which this visitor may do that.

    Raises NotFound for whom the policy does not let do it. Refuses: unknown_process (out of reach too).
    """
    visit.must(action)
    process = await visit.ask(FindProcess(number=number, viewer=visit.viewer))
    visit.must(action, _belongs(process, await _supervising(visit, process, action)))
    return process


async def people_of(visit: Visit, person_ids: Iterable[UUID | None]) -> dict[UUID, Person]:
    """By id; whoever is unknown is not in it."""
    wanted = sorted({one for one in person_ids if one})
    found: dict[UUID, Person] = {}
    for start in range(0, len(wanted), _AT_ONCE):
        known = await visit.ask(ShowContacts(person_ids=wanted[start : start + _AT_ONCE]))
        found |= {person.person_id: person for person in known.people}
    return found


@dataclass(frozen=True)
class Part:
    """A supervisor's in a process. acts: it is theirs today. reads: or from a later day on, as all have signed."""

    acts: bool
    reads: bool


async def part_of(visit: Visit, process_id: UUID, supervisor_id: UUID | None) -> Part:
    """As the contract's owner knows it of today; whoever else looks has both. supervisor_id: who is chosen."""
    viewer = visit.viewer
    if viewer.role is not Role.SUPERVISOR or supervisor_id is None:
        return Part(acts=True, reads=True)
    query = ShowContract(process_id=process_id, viewer=viewer, on=local_date(visit.now))
    try:
        held = await visit.ask(query)
    except Refusal:  # there is no contract yet, or none that is theirs to read
        chosen = supervisor_id == viewer.person_id
        return Part(acts=chosen, reads=chosen)
    return Part(acts=held.parties.supervisor_id == viewer.person_id, reads=True)


async def _supervising(visit: Visit, process: InquiryCard, action: Right) -> UUID | None:
    """Whose it is for that act today; the contract is read also by who has it from a later day on."""
    if visit.viewer.role is not Role.SUPERVISOR:
        return process.supervisor_id
    part = await part_of(visit, process.process_id, process.supervisor_id)
    allowed = part.reads if action == "read_contract" else part.acts
    return visit.person_id if allowed else None


def _belongs(process: InquiryCard, supervisor_id: UUID | None) -> Belongs:
    return Belongs(
        organisation_id=process.organisation_id,
        supervisee_ids=frozenset(process.supervisee_ids),
        supervisor_id=supervisor_id,
        department_id=process.department_id,
    )
