"""Who acts for a customer today: asked of directory each time, since having asked or signed once gives nothing."""

from uuid import UUID

from services.messages.directory import ListCommissioners
from services.runtime.commands.asking import Asker
from services.runtime.commands.refusal import Refusal


async def acting_for(ask: Asker, organisation_id: UUID, department_id: UUID | None) -> list[UUID]:
    """By mail address; empty where nobody has the role any more."""
    found = await ask(ListCommissioners(organisation_id=organisation_id, department_id=department_id))
    return [person.person_id for person in found.people]


async def check_acts_for(
    ask: Asker, organisation_id: UUID, department_id: UUID | None, person_id: UUID, field: str
) -> None:
    """field: of the order, in which the person stands. Refuses: not_a_commissioner."""
    if person_id not in await acting_for(ask, organisation_id, department_id):
        raise Refusal("not_a_commissioner", field)
