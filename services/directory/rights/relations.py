"""What people are to an organisation or to the provider."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.directory import ending, people
from services.directory.customers import departments, organisations
from services.directory.rights import authority
from services.directory.supervision import leaving
from services.directory.tables import Department, Organisation, Relation, Supervisor
from services.messages import directory as messages
from services.runtime.commands.refusal import Refusal
from services.runtime.events.announcing import announce
from services.runtime.storage.database import among, execute


async def relate(db: AsyncSession, order: messages.RelatePerson) -> messages.RoleOutcome:
    """Once. Who gives it is asked for the right also where it is there already: an answer says that they gave it.

    Refuses: unknown_person, unknown_organisation, unknown_department, role_elsewhere, own_role, not_yours_to_give,
    organisation_ended, department_ended.
    """
    await people.find(db, order.person_id)
    customer = await organisations.find(db, order.organisation_id) if order.organisation_id else None
    if order.department_id:
        await departments.check_belongs(db, order.department_id, order.organisation_id)
    own = customer is not None and customer.person_id == order.person_id
    if customer and customer.person_id and not own:
        raise Refusal("role_elsewhere", "relation")
    await ending.refuse_ended(db, order.organisation_id, order.department_id)
    known = await _same(db, order)
    if not (known and order.given_by is None):
        await authority.check_may_give(db, order)
    if known:
        return messages.RoleOutcome(nothing_changed=known.since != order.as_of)
    facts = order.model_dump(exclude={"as_of", "given_by"})
    knows = await _who_knows(db, order, order.given_by)
    db.add(Relation(**facts, since=order.as_of))
    await db.flush()
    await announce(db, messages.PersonRelated(**facts, by=order.given_by, own=own, **knows))
    return messages.RoleOutcome()


async def end(db: AsyncSession, order: messages.EndRelation) -> messages.RoleOutcome:
    """Nothing if there is none. Refuses: not_yours_to_end, last_administrator."""
    await authority.check_may_end(db, order)
    if order.relation == "administrator" and order.organisation_id is None:
        await _check_another_administrator(db, order.person_id)
    relation = await _same(db, order)
    if relation is None:
        return messages.RoleOutcome(nothing_changed=True)
    await db.delete(relation)
    await db.flush()
    knows = await _who_knows(db, order, order.ended_by)
    facts = order.model_dump(exclude={"as_of", "ended_by"})
    await announce(db, messages.PersonUnrelated(**facts, by=order.ended_by, **knows))
    return messages.RoleOutcome()


async def _who_knows(
    db: AsyncSession, order: messages.RelatePerson | messages.EndRelation, by: UUID | None
) -> dict[str, Any]:
    """Who is told of it, and whether the person has somebody to ask in their organisation."""
    others = await authority.to_be_told(db, order.organisation_id, order.person_id)
    return {"told": [one for one in others if one != by], "others_in_hr": bool(others)}


async def of_person(db: AsyncSession, person_id: UUID, today: date) -> messages.Relations:
    """All that a person is on the day."""
    cards = await cards_of(db, [person_id], sa.true())
    supervisor = await db.get(Supervisor, person_id)
    return messages.Relations(
        relations=cards.get(person_id, []),
        is_supervisor=leaving.is_one(supervisor, today),
    )


async def cards_of(
    db: AsyncSession, person_ids: Sequence[UUID], which: sa.ColumnElement[bool]
) -> dict[UUID, list[messages.RelationCard]]:
    """By person, oldest first; who has none is not in it. which: a condition on rows of Relation."""
    about: Any = (Relation.person_id, Relation.relation, Relation.organisation_id, Relation.department_id)
    names: Any = (
        col(Organisation.name).label("organisation_name"),
        col(Department.name).label("department_name"),
        col(Organisation.person_id).is_not(None).label("own"),
    )
    rows = (
        sa.select(*about, *names)
        .select_from(Relation)
        .outerjoin(Organisation, col(Organisation.organisation_id) == Relation.organisation_id)
        .outerjoin(Department, col(Department.department_id) == Relation.department_id)
        .where(among(Relation.person_id, person_ids), which)
        .order_by(col(Relation.id))
    )
    cards: dict[UUID, list[messages.RelationCard]] = {}
    for row in (await execute(db, rows)).mappings():
        cards.setdefault(row["person_id"], []).append(messages.RelationCard.model_validate(dict(row)))
    return cards


async def _check_another_administrator(db: AsyncSession, person_id: UUID) -> None:
    """Locks them all, so that of two administrators who end each other's at once, one stays."""
    own = (
        select(Relation.person_id)
        .where(Relation.relation == "administrator", col(Relation.organisation_id).is_(None))
        .order_by(col(Relation.id))
        .with_for_update()
    )
    if (await db.exec(own)).all() == [person_id]:
        raise Refusal("last_administrator", "person_id", "is the provider's last administrator")


async def _same(db: AsyncSession, order: messages.RelatePerson | messages.EndRelation) -> Relation | None:
    same = select(Relation).where(
        Relation.person_id == order.person_id,
        Relation.relation == order.relation,
        col(Relation.organisation_id).is_not_distinct_from(order.organisation_id),
        col(Relation.department_id).is_not_distinct_from(order.department_id),
    )
    return (await db.exec(same)).first()
