"""In which roles a person may come in at the portal."""

import asyncio
from uuid import UUID

from services.messages.contracts import IsMember
from services.messages.directory import ShowRelations
from services.messages.values import Role
from services.runtime.asking import Asker
from services.web.sign_in.identity import Standing

_ROLES = {"hr": Role.COMMISSIONER, "line_manager": Role.COMMISSIONER, "payer": Role.PAYER}


async def standings(ask: Asker, person_id: UUID) -> list[Standing]:
    """The customer's roles, the group's member; whoever has none yet may ask, and sees their own inquiries.

    A role in one department is no role in the whole organisation, which is what a standing reaches.
    """
    known, membership = await asyncio.gather(
        ask(ShowRelations(person_id=person_id)), ask(IsMember(person_id=person_id))
    )
    found = [
        Standing(_ROLES[one.relation], one.organisation_id, one.organisation_name or "")
        for one in known.relations
        if one.relation in _ROLES and one.organisation_id and not one.department_id
    ]
    if membership.member:
        found.append(Standing(Role.SUPERVISEE))
    return list(dict.fromkeys(found)) or [Standing(Role.COMMISSIONER)]
