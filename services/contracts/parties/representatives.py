"""Who speaks for the supervisees of a signed contract on a day: who signed, or whom the members have named since."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.contracts.papers.terms import parties_of
from services.contracts.parties import membership
from services.contracts.tables import Contract, Representative
from services.messages.contracts import Parties
from services.messages.sessions import RepresentativeNamed
from services.runtime.storage.database import among_asked, execute


async def hear(db: AsyncSession, event: RepresentativeNamed) -> None:
    """From the day on, whatever was said for a later one."""
    from_then_on = col(Representative.from_day) >= event.from_day
    mine = (col(Representative.process_id) == event.process_id) & from_then_on
    await execute(db, sa.delete(Representative).where(mine))
    db.add(Representative(
        process_id=event.process_id, from_day=event.from_day, person_id=event.representative_id
    ))  # fmt: skip
    await db.flush()


async def on_day(db: AsyncSession, contract: Contract, day: date) -> UUID | None:
    """None where they have left the group."""
    return (await of_all(db, [contract], day)).get(contract.process_id)


async def parties_on(db: AsyncSession, contract: Contract, day: date) -> Parties:
    """Whom a paper asks: to a change of a signed contract, whoever acts for the group on the day says the word."""
    return asked_by(contract, await on_day(db, contract, day) if contract.supersedes else None)


def asked_by(contract: Contract, represents: UUID | None) -> Parties:
    """represents: who acts for the group of the change's day; none where it has nobody, or it is no change."""
    parties = parties_of(contract)
    if represents is None or contract.supersedes is None or contract.status != "signing":
        return parties
    return parties.model_copy(update={"representative_id": represents})


_BEGUN = (
    select(Representative)
    .where(
        among_asked(Representative.process_id),
        col(Representative.from_day) <= sa.bindparam("day", type_=sa.Date()),
    )
    .order_by(col(Representative.from_day))
)


async def of_all(db: AsyncSession, contracts: Sequence[Contract], day: date) -> dict[UUID, UUID]:
    """By process; without those whose own has left the group."""
    ids = [one.process_id for one in contracts]
    named = await db.exec(_BEGUN, params={"ids": ids, "day": day})
    signs = {one.process_id: one.representative_id for one in contracts}
    signs |= {one.process_id: one.person_id for one in named}
    gone = await membership.away(db, ids, day)
    return {process_id: who for process_id, who in signs.items() if (process_id, who) not in gone}
