"""What stands beside contracts on their cards, looked up for many at once: consents, words, pauses, amendments."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.contracts.ending import choosing
from services.contracts.papers import versions
from services.contracts.signing import meetings
from services.contracts.tables import (
    Consent,
    ConsentRefusal,
    Continuation,
    ContinuationWord,
    Contract,
    Meeting,
    Pause,
    Termination,
)
from services.messages import contracts as messages
from services.messages.values import Party, Role, Viewer
from services.runtime.storage.database import among

Said = dict[tuple[UUID, int], dict[UUID, datetime]]
"""By process and version, when each person said it."""


async def consents_of(db: AsyncSession, contracts: Sequence[Contract]) -> Said:
    mine = versions.of_these(contracts, Consent.process_id, Consent.version)
    found: Said = {}
    for given in await db.exec(select(Consent).where(mine)):
        found.setdefault((given.process_id, given.version), {})[given.person_id] = given.consented_at
    return found


async def refusals_of(db: AsyncSession, contracts: Sequence[Contract]) -> Said:
    mine = versions.of_these(contracts, ConsentRefusal.process_id, ConsentRefusal.version)
    found: Said = {}
    for said in await db.exec(select(ConsentRefusal).where(mine)):
        found.setdefault((said.process_id, said.version), {})[said.person_id] = said.refused_at
    return found


async def continuations_of(db: AsyncSession, contracts: Sequence[Contract]) -> dict[UUID, Continuation]:
    ids = [contract.process_id for contract in contracts]
    found = await db.exec(select(Continuation).where(among(Continuation.process_id, ids)))
    return {going.process_id: going for going in found}


async def words_of(
    db: AsyncSession, contracts: Sequence[Contract]
) -> dict[UUID, dict[Party, messages.Choice]]:
    """By process and party, what stands of how it goes on."""
    ids = [contract.process_id for contract in contracts]
    found: dict[UUID, dict[Party, messages.Choice]] = {}
    for one in await db.exec(select(ContinuationWord).where(among(ContinuationWord.process_id, ids))):
        found.setdefault(one.process_id, {})[Party(one.party)] = choosing.choice_of(one)
    return found


async def beside_of(
    db: AsyncSession, contracts: Sequence[Contract], viewer: Viewer | None
) -> dict[UUID, dict[str, object]]:
    """Of each process its newest pause and amendment, an early end, and the meeting before it is signed."""
    ids = [contract.process_id for contract in contracts]
    member_id = viewer.person_id if viewer and viewer.role is Role.SUPERVISEE else None
    paused, amended = await _pauses(db, contracts), await versions.last_amendments(db, ids, member_id)
    found: dict[UUID, dict[str, object]] = {one: {**paused.get(one, {})} for one in ids}
    earlier = await meetings.words_put_right(db, ids)
    for one in (await db.exec(select(Meeting).where(among(Meeting.process_id, ids)))).all():
        found[one.process_id] |= {"meeting": meetings.shown(one, earlier.get(one.process_id, ()), viewer)}
    ended_early = select(Termination.process_id).where(among(Termination.process_id, ids))
    for process_id in (await db.exec(ended_early)).all():
        found[process_id]["ends_early"] = True
    for process_id, (version, status) in amended.items():
        waiting = version if status == "signing" else None
        found[process_id] |= {"last_amendment": version, "open_amendment": waiting}
    return found


async def _pauses(db: AsyncSession, contracts: Sequence[Contract]) -> dict[UUID, dict[str, date | None]]:
    """Of each process the newest that was not called off before it had begun."""
    ids = [contract.process_id for contract in contracts]
    was_one = col(Pause.goes_on).is_(None) | (col(Pause.goes_on) > col(Pause.from_day))
    mine = select(Pause).where(among(Pause.process_id, ids), was_one)
    found = await db.exec(mine.order_by(col(Pause.from_day)))
    return {one.process_id: {"paused_from": one.from_day, "goes_on": one.goes_on} for one in found}
