"""In which roles a person may come in at the portal."""

import asyncio
from uuid import UUID

from services.messages.contracts import IsMember
from services.messages.directory import RelationCard, ShowRelations
from services.messages.intake import ListInquiries
from services.messages.values import Role, Viewer
from services.runtime.commands.refusal import NOT_PROVED, Refusal, Unavailable
from services.runtime.proofs.standings import AT_CUSTOMERS
from services.web.sign_in.identity import AsksOfItself, Standing

_PATIENCE_S = 2.0


async def standings(ask: AsksOfItself, person_id: UUID) -> list[Standing]:
    """The customer's roles, the group's member; whoever has only asked so far sees their own inquiries.

    Who was to be a member of a contract that came to nothing is nobody's commissioner by that.
    """
    known, membership = await asyncio.gather(
        ask(ShowRelations(person_id=person_id)), ask(IsMember(person_id=person_id))
    )
    found = [
        _standing(one) for one in known.relations if one.relation in AT_CUSTOMERS and one.organisation_id
    ]
    if known.waits and not any(one.role is Role.COMMISSIONER for one in found):
        found.append(Standing(Role.COMMISSIONER))
    if membership.member:
        found.append(Standing(Role.SUPERVISEE))
    if found and Standing(Role.COMMISSIONER) not in found and await _follows_their_own(ask, person_id):
        found.append(Standing(Role.COMMISSIONER))
    if not found:
        found = [Standing(Role.SUPERVISEE)] if membership.was_named else []
        found.append(Standing(Role.COMMISSIONER))
    return list(dict.fromkeys(found))


async def _follows_their_own(ask: AsksOfItself, person_id: UUID) -> bool:
    """Whether it is not decided yet for whom something is that they have asked for. While intake is away there is
    nothing of it to be looked at either, and whoever comes in for something else does not wait for it.
    """
    try:
        async with asyncio.timeout(_PATIENCE_S):
            theirs = await ask(ListInquiries(viewer=Viewer(person_id=person_id, role=Role.COMMISSIONER)))
    except (Unavailable, TimeoutError):
        return False
    except Refusal as refusal:
        if refusal.code == NOT_PROVED:  # a mailed link opens its own paper, and no list
            return False
        raise
    return any(one.organisation_id is None for one in theirs.inquiries)


def _standing(one: RelationCard) -> Standing:
    names = [name for name in (one.organisation_name, one.department_name) if name]
    return Standing(
        AT_CUSTOMERS[one.relation], one.organisation_id, ", ".join(names), one.department_id, one.own
    )
