"""Who speaks for a party of a signed contract: ends it, pauses it, has it go on."""

from datetime import date
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from services.contracts.papers import versions
from services.contracts.parties import membership, representatives
from services.contracts.tables import Contract
from services.messages.values import Party, Role, Viewer

_PARTIES = {Role.COMMISSIONER: Party.COMMISSIONER, Role.SUPERVISOR: Party.SUPERVISOR}


async def speaks_for(db: AsyncSession, party: Party, person_id: UUID, contract: Contract, on: date) -> bool:
    """Of the supervisees who acts for them, of supervisors their own; who acts for the customer, directory knows."""
    if party is Party.SUPERVISEE:
        return await representatives.on_day(db, contract, on) == person_id
    held = await versions.in_force(db, contract.process_id, on)
    return party is Party.SUPERVISOR and held.supervisor_id == person_id


async def alone(db: AsyncSession, contract: Contract, on: date) -> UUID | None:
    """The only one who takes part or is to, where they act for themselves."""
    found = await representatives.on_day(db, contract, on)
    return found if found and set(await membership.staying(db, contract)) == {found} else None


async def are_one(db: AsyncSession, contract: Contract, on: date) -> bool:
    """The customer's side and the supervisees' are one person, by the paper."""
    found = await alone(db, contract, on)
    return found is not None and found == contract.commissioner_id


async def party_of(db: AsyncSession, viewer: Viewer, contract: Contract, on: date) -> Party | None:
    """For whom the viewer may say it."""
    if viewer.role is Role.SUPERVISEE:
        signs = await speaks_for(db, Party.SUPERVISEE, viewer.person_id, contract, on)
        return Party.SUPERVISEE if signs else None
    return _PARTIES.get(viewer.role)


async def speaks(db: AsyncSession, viewer: Viewer, contract: Contract, on: date) -> bool:
    """For one of the parties, or as a coordinator for any of them."""
    as_party = await party_of(db, viewer, contract, on)
    return as_party is not None or viewer.role is Role.COORDINATOR
