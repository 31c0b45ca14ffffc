"""What the pages of arranging a process have in common: the inquiry by its number, and the names of people."""

from collections.abc import Iterable
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
    visit.must(action, _belongs(process, await _supervising(visit, process)))
    return process


async def people_of(visit: Visit, person_ids: Iterable[UUID | None]) -> dict[UUID, Person]:
    """By id; whoever is unknown is not in it."""
    wanted = sorted({one for one in person_ids if one})
    found: dict[UUID, Person] = {}
    for start in range(0, len(wanted), _AT_ONCE):
        known = await visit.ask(ShowContacts(person_ids=wanted[start : start + _AT_ONCE]))
        found |= {person.person_id: person for person in known.people}
    return found


async def _supervising(visit: Visit, process: InquiryCard) -> UUID | None:
    """Who supervises it today: another one who has signed already begins on a day of their own."""
    viewer = visit.viewer
    if viewer.role is not Role.SUPERVISOR or process.supervisor_id in (None, viewer.person_id):
        return process.supervisor_id
    try:
        today = local_date(visit.now)
        held = await visit.ask(ShowContract(process_id=process.process_id, viewer=viewer, on=today))
    except Refusal:  # there is no contract yet, or none that is theirs to read
        return process.supervisor_id
    return held.parties.supervisor_id


def _belongs(process: InquiryCard, supervisor_id: UUID | None) -> Belongs:
    return Belongs(
        organisation_id=process.organisation_id,
        supervisee_ids=frozenset(process.supervisee_ids),
        supervisor_id=supervisor_id,
        department_id=process.department_id,
    )
