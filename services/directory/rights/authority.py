"""Who may do something today: by the roles that directory itself knows of a person, and the policy's rows.

Nobody's word is taken for their role: an order says who is signed in, and no more.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any, Literal, cast
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.directory.tables import Person, Relation, Supervisor
from services.messages import directory as messages
from services.messages.policy import OF_HR_ALONE, WHO_DOES_WHAT, Right
from services.messages.values import Role, Viewer, side_of
from services.runtime.commands.proving import proof_in_hand
from services.runtime.commands.refusal import Refusal
from services.runtime.commands.viewing import CONSOLE, is_at_portal
from services.runtime.policy import Belongs, can
from services.runtime.storage.database import among

ACTS_FOR_THE_CUSTOMER = ("hr", "line_manager")
OF_THE_PROVIDER = {
    "coordinator": Role.COORDINATOR,
    "finance": Role.FINANCE,
    "administrator": Role.ADMINISTRATOR,
}
_OF_A_CUSTOMER = {"hr": Role.COMMISSIONER, "line_manager": Role.COMMISSIONER, "payer": Role.PAYER}


async def check_may_give(db: AsyncSession, order: messages.RelatePerson) -> None:
    """Refuses: role_elsewhere, own_role, not_yours_to_give."""
    if (order.relation in OF_THE_PROVIDER) == (order.organisation_id is not None):
        raise Refusal("role_elsewhere", "relation")
    is_first = order.given_by is None and order.relation == "administrator" and not is_at_portal()
    if is_first and not await administrators(db):
        return
    if order.given_by == order.person_id and order.organisation_id:
        raise Refusal("own_role", "person_id", "is who gives it")
    if not await may(db, order.given_by, right_to("give", order.relation), _place(order)):
        raise Refusal("not_yours_to_give", "relation")


async def check_may_end(db: AsyncSession, order: messages.EndRelation) -> None:
    """Refuses: not_yours_to_end."""
    if not await may(db, order.ended_by, right_to("end", order.relation), _place(order)):
        raise Refusal("not_yours_to_end", "relation")


def right_to(do: Literal["give", "end"], relation: str) -> Right:
    """The policy's row of it; a test asks for each relation that is given."""
    return cast(Right, f"{do}_{relation}")


async def is_allowed(db: AsyncSession, query: messages.ShowPermission, today: date) -> bool:
    """today: who has left as a supervisor by then is none any more. What the portal itself is asked at the console, it
    passes on. Refuses: unknown_action.
    """
    if query.action not in WHO_DOES_WHAT:
        raise Refusal("unknown_action", "action")
    where = Belongs(**query.model_dump(include={"organisation_id", "department_id", "supervisor_id"}))
    roles, proof = await viewers(db, query.person_id, query.action, today), proof_in_hand()
    if query.at_portal or not (proof and proof.door == CONSOLE):
        roles = counting(roles, query.at_portal)
    return any(can(viewer, query.action, where) for viewer in roles)


async def may(db: AsyncSession, person_id: UUID | None, action: Right, belongs: Belongs) -> bool:
    """Whether any role that the person has now lets them do it there."""
    return any(can(viewer, action, belongs) for viewer in counting(await viewers(db, person_id, action)))


def counting(roles: list[Viewer], at_portal: bool = False) -> list[Viewer]:
    """Who is signed in at the portal, it alone knows: it speaks for nobody in a role of the provider's. at_portal: what
    who asks us says of the order in their hands.
    """
    there = at_portal or is_at_portal()
    return [one for one in roles if not (there and side_of(one.role) == "staff")]


async def is_the_providers(db: AsyncSession, person_id: UUID) -> bool:
    """Staff, or a supervisor: whoever comes in at the console."""
    roles = await viewers(db, person_id, "give_administrator")
    return any(side_of(one.role) != "customer" for one in roles)


async def viewers(
    db: AsyncSession, person_id: UUID | None, action: Right, today: date = date.min
) -> list[Viewer]:
    """The person in each of their roles that counts for the action. today: as of `is_allowed`; nothing that
    is asked without it is a supervisor's.
    """
    if person_id is None:
        return []
    found = await db.exec(select(Relation).where(Relation.person_id == person_id))
    roles = [_viewer(one) for one in found if not (one.relation == "line_manager" and action in OF_HR_ALONE)]
    supervisor = await db.get(Supervisor, person_id)
    if supervisor and supervisor.ended_on is None and today <= (supervisor.leaves_on or date.max):
        roles.append(Viewer(person_id=person_id, role=Role.SUPERVISOR))
    return roles


async def hr_of_the_whole(db: AsyncSession, organisation_id: UUID) -> list[UUID]:
    return await _holders(
        db, Relation.relation == "hr", Relation.organisation_id == organisation_id, _whole()
    )


async def to_be_told(db: AsyncSession, organisation_id: UUID | None, *who_know: UUID | None) -> list[UUID]:
    """Who is to hear of a role besides those who know: the person, and who gives or ends it."""
    if organisation_id:
        known = await hr_of_the_whole(db, organisation_id)
    else:
        known = await administrators(db)
    return [one for one in known if one not in who_know]


async def administrators(db: AsyncSession) -> list[UUID]:
    return await _holders(db, Relation.relation == "administrator", col(Relation.organisation_id).is_(None))


async def commissioners(db: AsyncSession, query: messages.ListCommissioners) -> Sequence[Person]:
    return await _with(db, ACTS_FOR_THE_CUSTOMER, query)


async def payers(db: AsyncSession, query: messages.ListPayers) -> Sequence[Person]:
    return await _with(db, ("payer",), query)


async def _with(
    db: AsyncSession, relations: Sequence[str], query: messages.ListCommissioners | messages.ListPayers
) -> Sequence[Person]:
    """Of the whole organisation and of the department."""
    below = (col(Relation.department_id) == query.department_id) if query.department_id else _whole()
    here = select(Relation.person_id).where(
        among(Relation.relation, relations),
        Relation.organisation_id == query.organisation_id,
        below | _whole(),
    )
    found = await db.exec(select(Person).where(col(Person.person_id).in_(here)).order_by(col(Person.email)))
    return found.all()


def _place(order: messages.RelatePerson | messages.EndRelation) -> Belongs:
    return Belongs(organisation_id=order.organisation_id, department_id=order.department_id)


def _viewer(one: Relation) -> Viewer:
    role = _OF_A_CUSTOMER[one.relation] if one.organisation_id else OF_THE_PROVIDER[one.relation]
    return Viewer(
        person_id=one.person_id,
        role=role,
        organisation_id=one.organisation_id,
        department_id=one.department_id,
    )


async def _holders(db: AsyncSession, *which: Any) -> list[UUID]:
    found = await db.exec(select(Relation.person_id).where(*which).order_by(col(Relation.id)))
    return list(dict.fromkeys(found))


def _whole() -> Any:
    return col(Relation.department_id).is_(None)
