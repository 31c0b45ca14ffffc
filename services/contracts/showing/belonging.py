"""To whom a contract belongs on a day: what the policy table is asked with."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.contracts.parties import read_as_supervisor
from services.contracts.tables import (
    Contract,
    Joining,
)
from services.messages.values import Role, Viewer
from services.runtime.policy import Belongs
from services.runtime.storage.database import among


async def joining_of(
    db: AsyncSession, contracts: Sequence[Contract], viewer: Viewer, today: date
) -> dict[UUID, date]:
    """From which day on the viewer is to be in a group, where their own consent is awaited."""
    if viewer.role is not Role.SUPERVISEE:
        return {}
    ends_on = {contract.process_id: contract.ends_on for contract in contracts}
    theirs = select(Joining).where(
        among(Joining.process_id, ends_on),
        Joining.person_id == viewer.person_id,
        col(Joining.agreed_at).is_not(None),
        col(Joining.consented_at).is_(None),
        Joining.from_day > today,
    )
    found = await db.exec(theirs)
    return {one.process_id: one.from_day for one in found if one.from_day <= ends_on[one.process_id]}


async def belongs_to(db: AsyncSession, contract: Contract, viewer: Viewer, today: date) -> Belongs:
    """Also to a newcomer of whom a consent to it is awaited: nobody consents to what they cannot read.

    While it changes hands, to each supervisor who has to do with it on the day.
    """
    asked = await joining_of(db, [contract], viewer, today)
    belongs = belongs_of(contract, viewer.person_id if asked else None)
    supervised = await supervised_among(db, [contract], viewer, today)
    return to_supervisor(belongs, viewer, reads=bool(supervised))


async def supervised_among(
    db: AsyncSession, contracts: Sequence[Contract], viewer: Viewer | None, today: date
) -> set[UUID]:
    """Of these processes those that a supervisor who looks reads as such."""
    if viewer is None or viewer.role is not Role.SUPERVISOR:
        return set()
    ids = [one.process_id for one in contracts]
    return await read_as_supervisor.read_by(db, ids, viewer.person_id, today)


def to_supervisor(belongs: Belongs, viewer: Viewer | None, *, reads: bool) -> Belongs:
    if viewer is None or viewer.role is not Role.SUPERVISOR:
        return belongs
    return replace(belongs, supervisor_id=viewer.person_id if reads else None)


def belongs_of(contract: Contract, newcomer_id: UUID | None = None) -> Belongs:
    return Belongs(
        organisation_id=contract.organisation_id,
        department_id=contract.department_id,
        supervisee_ids=frozenset(contract.supervisee_ids) | ({newcomer_id} if newcomer_id else set()),
        supervisor_id=contract.supervisor_id,
    )
