"""What somebody called a person whom they added by an address that is known here.

Until that person comes in, or a coordinator takes the name that is kept, whoever added them reads what they typed, and
so does everybody beside them: by typing an address nobody learns whose it is. Where others are to say yes to a person
by their name, another one than is kept is refused, without saying which.
"""

import unicodedata
from collections.abc import Collection
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import Subquery
from sqlalchemy.dialects.postgresql import distinct_on, insert
from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.directory.tables import Person, Relation, TypedName
from services.messages.directory import RegisterPerson
from services.runtime.commands.refusal import Refusal
from services.runtime.storage.database import among, execute


async def beside(db: AsyncSession, person: Person, order: RegisterPerson, *, counts: bool) -> None:
    """Of who stays under the name that is kept. counts: it is typed by who looks after people, and reads that name.

    Refuses: known_by_another_name.
    """
    if order.as_named and _as_compared(person) != _as_compared(order):
        raise Refusal("known_by_another_name", "email")
    if not counts:
        await _keep(db, person, order)


async def _keep(db: AsyncSession, person: Person, order: RegisterPerson) -> None:
    """The last that this giver typed; nothing by a stranger, and of whom they know from a customer's people already."""
    by = order.registered_by
    if by in (None, person.person_id) or await _know_each_other(db, person.person_id, by):
        return
    typed = {**order.model_dump(include={"given_name", "family_name"}), "typed_at": order.as_of}
    row = insert(TypedName).values(person_id=person.person_id, typed_by=by, **typed)
    await execute(db, row.on_conflict_do_update(index_elements=["person_id", "typed_by"], set_=typed))


async def forget(db: AsyncSession, person_id: UUID) -> None:
    await execute(db, sa.delete(TypedName).where(col(TypedName.person_id) == person_id))


async def called_by(
    db: AsyncSession, person_ids: Collection[UUID], givers: Collection[UUID]
) -> dict[UUID, TypedName]:
    """By person, the last that one of these typed."""
    if not givers:
        return {}
    theirs = among(TypedName.person_id, person_ids) & among(TypedName.typed_by, givers)
    found = await db.exec(select(TypedName).where(theirs).order_by(col(TypedName.typed_at)))
    return {one.person_id: one for one in found}


def called_at(organisation_id: UUID) -> Subquery:
    """A row a person: the last that one of the customer's own people typed."""
    acts = (col(Relation.person_id) == TypedName.typed_by) & (Relation.organisation_id == organisation_id)
    names = select(TypedName.person_id, TypedName.given_name, TypedName.family_name)
    last_first = names.where(sa.exists().where(acts)).order_by(
        col(TypedName.person_id), col(TypedName.typed_at).desc()
    )
    return last_first.ext(distinct_on(col(TypedName.person_id))).subquery()


def _as_compared(named: Person | RegisterPerson) -> str:
    """In any case of letters, however the name is parted in two."""
    return unicodedata.normalize("NFC", f"{named.given_name} {named.family_name}").casefold()


async def _know_each_other(db: AsyncSession, one: UUID, other: UUID | None) -> bool:
    """Both are somebody at the same customer's."""
    theirs: Any = aliased(Relation)
    same = col(theirs.organisation_id) == col(Relation.organisation_id)
    both = select(Relation.id).join(theirs, same)
    found = await db.exec(both.where(Relation.person_id == one, theirs.person_id == other).limit(1))
    return found.first() is not None
