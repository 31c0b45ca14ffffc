"""Whether somebody may do something today: asked of directory each time, which looks up their roles itself."""

from typing import Any
from uuid import UUID

from services.messages.directory import ShowPermission
from services.messages.policy import Right
from services.runtime.commands.asking import Asker
from services.runtime.commands.proving import proof_to_pass_on
from services.runtime.commands.refusal import Refusal
from services.runtime.commands.viewing import is_at_portal


async def may(
    ask: Asker,
    person_id: UUID,
    action: Right,
    organisation_id: UUID | None = None,
    department_id: UUID | None = None,
    supervisor_id: UUID | None = None,
    *,
    by_a_link: bool = False,
) -> bool:
    """organisation_id, supervisor_id: whose it is; without either, only those who reach everything may. by_a_link: the
    portal was led there by one that the console has sealed, so that it speaks for who is signed in there.
    """
    where: dict[str, Any] = {
        "organisation_id": organisation_id,
        "department_id": department_id,
        "supervisor_id": supervisor_id,
        "at_portal": is_at_portal() and not by_a_link,
    }
    query = ShowPermission(person_id=person_id, action=action, asked_by=person_id, **where)
    return (await ask(query, proof=proof_to_pass_on())).allowed


async def check(
    ask: Asker, person_id: UUID, action: Right, field: str, supervisor_id: UUID | None = None
) -> None:
    """Of what belongs to no customer. field: of the order, in which the person stands. Refuses: not_yours_to_decide."""
    if not await may(ask, person_id, action, supervisor_id=supervisor_id):
        raise Refusal("not_yours_to_decide", field)
