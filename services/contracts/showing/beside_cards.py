"""What stands beside contracts on their cards, looked up for many at once: consents, words, pauses, amendments."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
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
from services.runtime.storage.database import among_asked

Said = dict[tuple[UUID, int], dict[UUID, datetime]]
"""By process and version, when each person said it."""


_CONSENTS = select(Consent).where(versions.of_these(Consent.process_id, Consent.version))
_REFUSALS = select(ConsentRefusal).where(versions.of_these(ConsentRefusal.process_id, ConsentRefusal.version))
_CONTINUATIONS = select(Continuation).where(among_asked(Continuation.process_id))
_WORDS = select(ContinuationWord).where(among_asked(ContinuationWord.process_id))
_MEETINGS = select(Meeting).where(among_asked(Meeting.process_id))
_ENDED_EARLY = select(Termination.process_id).where(among_asked(Termination.process_id))
_STANDING_IN = (
    select(Contract)
    .where(among_asked(Contract.process_id), Contract.status == "signed")
    .where(col(Contract.until_day) >= sa.bindparam("today", type_=sa.Date))
    .order_by(col(Contract.effective_from))
)
_WAS_ONE = col(Pause.goes_on).is_(None) | (col(Pause.goes_on) > col(Pause.from_day))
_PAUSES = select(Pause).where(among_asked(Pause.process_id), _WAS_ONE).order_by(col(Pause.from_day))


async def consents_of(db: AsyncSession, contracts: Sequence[Contract]) -> Said:
    found: Said = {}
    for given in await db.exec(_CONSENTS, params=versions.keys_of(contracts)):
        found.setdefault((given.process_id, given.version), {})[given.person_id] = given.consented_at
    return found


async def refusals_of(db: AsyncSession, contracts: Sequence[Contract]) -> Said:
    found: Said = {}
    for said in await db.exec(_REFUSALS, params=versions.keys_of(contracts)):
        found.setdefault((said.process_id, said.version), {})[said.person_id] = said.refused_at
    return found


async def continuations_of(db: AsyncSession, contracts: Sequence[Contract]) -> dict[UUID, Continuation]:
    found = await db.exec(_CONTINUATIONS, params={"ids": _ids(contracts)})
    return {going.process_id: going for going in found}


async def words_of(
    db: AsyncSession, contracts: Sequence[Contract]
) -> dict[UUID, dict[Party, messages.Choice]]:
    """By process and party, what stands of how it goes on."""
    found: dict[UUID, dict[Party, messages.Choice]] = {}
    for one in await db.exec(_WORDS, params={"ids": _ids(contracts)}):
        found.setdefault(one.process_id, {})[Party(one.party)] = choosing.choice_of(one)
    return found


async def beside_of(
    db: AsyncSession, contracts: Sequence[Contract], viewer: Viewer | None, today: date
) -> dict[UUID, dict[str, object]]:
    """Of each process its newest pause and amendment, an early end, the meeting before it is signed, and who stands in
    today, or next.
    """
    ids = _ids(contracts)
    member_id = viewer.person_id if viewer and viewer.role is Role.SUPERVISEE else None
    paused, amended = await _pauses(db, contracts), await versions.last_amendments(db, ids, member_id)
    found: dict[UUID, dict[str, object]] = {one: {**paused.get(one, {})} for one in ids}
    earlier = await meetings.words_put_right(db, ids)
    for one in (await db.exec(_MEETINGS, params={"ids": ids})).all():
        found[one.process_id] |= {"meeting": meetings.shown(one, earlier.get(one.process_id, ()), viewer)}
    for process_id in (await db.exec(_ENDED_EARLY, params={"ids": ids})).all():
        found[process_id]["ends_early"] = True
    for process_id, stands_in in (await _standing_in(db, ids, today)).items():
        found[process_id]["stands_in"] = stands_in
    for process_id, (version, status) in amended.items():
        waiting = version if status == "signing" else None
        found[process_id] |= {"last_amendment": version, "open_amendment": waiting}
    return found


async def _standing_in(db: AsyncSession, ids: Sequence[UUID], today: date) -> dict[UUID, messages.StandingIn]:
    """Of each process the first that is not over."""
    found: dict[UUID, messages.StandingIn] = {}
    for one in await db.exec(_STANDING_IN, params={"ids": ids, "today": today}):
        told = {"person_id": one.supervisor_id, "from_day": one.effective_from, "until_day": one.until_day}
        found.setdefault(one.process_id, messages.StandingIn.model_validate(told))
    return found


async def _pauses(db: AsyncSession, contracts: Sequence[Contract]) -> dict[UUID, dict[str, date | None]]:
    """Of each process the newest that was not called off before it had begun."""
    found = await db.exec(_PAUSES, params={"ids": _ids(contracts)})
    return {one.process_id: {"paused_from": one.from_day, "goes_on": one.goes_on} for one in found}


def _ids(contracts: Sequence[Contract]) -> list[UUID]:
    return [contract.process_id for contract in contracts]
