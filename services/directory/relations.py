"""What people are to an organisation or to the provider."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.directory import organisations, people
from services.directory.tables import Organisation, Relation, Supervisor
from services.messages import directory as words
from services.runtime.announcing import announce
from services.runtime.database import execute
from services.runtime.refusal import Refusal


async def relate(session: AsyncSession, order: words.RelatePerson) -> None:
    """Refuses: unknown_person, unknown_organisation."""
    await people.find(session, order.person_id)
    if order.organisation_id:
        await organisations.find(session, order.organisation_id)
    if await _same(session, order):
        return
    facts = order.model_dump(exclude={"as_of"})
    session.add(Relation(**facts, since=order.as_of))
    await session.flush()
    await announce(session, words.PersonRelated(**facts))


async def end(session: AsyncSession, order: words.EndRelation) -> None:
    """Nothing if there is none. Refuses: last_administrator."""
    if order.relation == "administrator" and order.organisation_id is None:
        await _check_another_administrator(session, order.person_id)
    relation = await _same(session, order)
    if relation is None:
        return
    await session.delete(relation)
    await session.flush()
    await announce(session, words.PersonUnrelated(**order.model_dump(exclude={"as_of"})))


async def of_person(session: AsyncSession, person_id: UUID) -> words.Relations:
    """All that a person is now."""
    cards = await cards_of(session, [person_id], sa.true())
    return words.Relations(
        relations=cards.get(person_id, []),
        is_supervisor=await session.get(Supervisor, person_id) is not None,
    )


async def cards_of(
    session: AsyncSession, person_ids: Sequence[UUID], which: sa.ColumnElement[bool]
) -> dict[UUID, list[words.RelationCard]]:
    """By person, oldest first; who has none is not in it. which: a condition on rows of Relation."""
    about: Any = (Relation.person_id, Relation.relation, Relation.organisation_id)
    rows = (
        sa.select(*about, col(Organisation.name).label("organisation_name"))
        .select_from(Relation)
        .outerjoin(Organisation)
        .where(col(Relation.person_id).in_(person_ids), which)
        .order_by(col(Relation.id))
    )
    cards: dict[UUID, list[words.RelationCard]] = {}
    for row in (await execute(session, rows)).mappings():
        cards.setdefault(row["person_id"], []).append(words.RelationCard.model_validate(dict(row)))
    return cards


async def _check_another_administrator(session: AsyncSession, person_id: UUID) -> None:
    """Locks them all, so that of two administrators who end each other's at once, one stays."""
    own = (
        select(Relation.person_id)
        .where(Relation.relation == "administrator", col(Relation.organisation_id).is_(None))
        .order_by(col(Relation.id))
        .with_for_update()
    )
    if (await session.exec(own)).all() == [person_id]:
        raise Refusal("last_administrator", "person_id", "is the provider's last administrator")


async def _same(session: AsyncSession, order: words.RelatePerson | words.EndRelation) -> Relation | None:
    same = select(Relation).where(
        Relation.person_id == order.person_id,
        Relation.relation == order.relation,
        col(Relation.organisation_id).is_not_distinct_from(order.organisation_id),
    )
    return (await session.exec(same)).first()
