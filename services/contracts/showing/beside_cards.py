"""What stands beside contracts on their cards, looked up for many at once: consents, words, pauses, amendments."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Self
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.contracts.ending import choosing
from services.contracts.papers import versions
from services.contracts.showing import meetings, renewals
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

_HAS = sa.select(
    *(
        sa.exists().where(among_asked(table.process_id), *which).label(name)
        for name, table, which in (
            ("refused", ConsentRefusal, ()),
            ("goes_on", Continuation, ()),
            ("said", ContinuationWord, ()),
            ("paused", Pause, ()),
            ("meets", Meeting, ()),
            ("ends_early", Termination, ()),
            ("amended", Contract, (versions.is_amendment(),)),
        )
    )
)
Said = dict[tuple[UUID, int], dict[UUID, datetime]]
"""By process and version, when each person said it."""


_CONSENTS = select(Consent).where(versions.of_these(Consent.process_id, Consent.version))
_REFUSALS = select(ConsentRefusal).where(versions.of_these(ConsentRefusal.process_id, ConsentRefusal.version))
_CONTINUATIONS = select(Continuation).where(among_asked(Continuation.process_id))
_WORDS = select(ContinuationWord).where(among_asked(ContinuationWord.process_id))
_MEETINGS = select(Meeting).where(among_asked(Meeting.process_id))
_ENDED_EARLY = (
    select(Termination).where(among_asked(Termination.process_id)).order_by(col(Termination.number))
)
_STANDING_IN = (
    select(Contract)
    .where(among_asked(Contract.process_id), Contract.status == "signed")
    .where(col(Contract.until_day) >= sa.bindparam("today", type_=sa.Date))
    .order_by(col(Contract.effective_from))
)
_WHILE_ENDING: list[messages.OpenTo] = ["end", "supervisor"]
_WAS_ONE = col(Pause.goes_on).is_(None) | (col(Pause.goes_on) > col(Pause.from_day))
_PAUSES = select(Pause).where(among_asked(Pause.process_id), _WAS_ONE).order_by(col(Pause.from_day))


@dataclass(frozen=True)
class Beside:
    """What these contracts have beside them. Most have nothing in most tables: those are not read."""

    db: AsyncSession
    contracts: Sequence[Contract]
    has: frozenset[str]

    @classmethod
    async def look(cls, db: AsyncSession, contracts: Sequence[Contract]) -> Self:
        asked = {"ids": [one.process_id for one in contracts]}
        row: Any = (await db.exec(_HAS, params=asked)).one()  # type: ignore[call-overload]  # of no model
        return cls(db, contracts, frozenset(name for name, is_there in row._mapping.items() if is_there))

    @property
    def ids(self) -> list[UUID]:
        return [contract.process_id for contract in self.contracts]

    async def rows(self, table: str, asked: Any, **more: Any) -> Sequence[Any]:
        """Of those with these ids, where there are any."""
        if table not in self.has:
            return ()
        found: Sequence[Any] = (await self.db.exec(asked, params={"ids": self.ids, **more})).all()
        return found


async def consents_of(beside: Beside) -> Said:
    found: Said = {}
    for given in await beside.db.exec(_CONSENTS, params=versions.keys_of(beside.contracts)):
        found.setdefault((given.process_id, given.version), {})[given.person_id] = given.consented_at
    return found


async def refusals_of(beside: Beside) -> Said:
    found: Said = {}
    for said in await beside.rows("refused", _REFUSALS, **versions.keys_of(beside.contracts)):
        found.setdefault((said.process_id, said.version), {})[said.person_id] = said.refused_at
    return found


async def continuations_of(beside: Beside) -> dict[UUID, Continuation]:
    return {going.process_id: going for going in await beside.rows("goes_on", _CONTINUATIONS)}


async def words_of(beside: Beside) -> dict[UUID, dict[Party, messages.Choice]]:
    """By process and party, what stands of how it goes on."""
    found: dict[UUID, dict[Party, messages.Choice]] = {}
    for one in await beside.rows("said", _WORDS):
        found.setdefault(one.process_id, {})[Party(one.party)] = choosing.choice_of(one)
    return found


async def beside_of(
    beside: Beside, going: Mapping[UUID, Continuation], viewer: Viewer | None, today: date
) -> dict[UUID, dict[str, object]]:
    """Of each process its newest pause and amendment, what is to follow, an early end, the meeting before it is signed,
    and who stands in today, or next.
    """
    paused = await _pauses(beside)
    found: dict[UUID, dict[str, object]] = {one: {**paused.get(one, {})} for one in beside.ids}
    for process_id, renewal in (await renewals.of_all(beside.db, going)).items():
        found[process_id]["renewal"] = renewal
    if "meets" in beside.has:
        earlier = await meetings.words_put_right(beside.db, beside.ids)
        for one in await beside.rows("meets", _MEETINGS):
            found[one.process_id] |= {"meeting": meetings.shown(one, earlier.get(one.process_id, ()), viewer)}
    for said in await beside.rows("ends_early", _ENDED_EARLY):
        found[said.process_id] |= {
            "ends_early": True,
            "open_to": [] if said.how == "at_once" else _WHILE_ENDING,
        }
        found[said.process_id] |= {"renewal": "off"} if _took_with_it(said) else {}
    for process_id, stands_in in (await _standing_in(beside, today)).items():
        found[process_id]["stands_in"] = stands_in
    for process_id, (version, status) in (await _amended(beside, viewer)).items():
        waiting = version if status == "signing" else None
        found[process_id] |= {"last_amendment": version, "open_amendment": waiting}
    return found


def _took_with_it(said: Termination) -> bool:
    """What was to follow: not signed by all, or signed, and not said to stand."""
    return said.renewal_off is not None or said.successor_stands is False


async def _amended(beside: Beside, viewer: Viewer | None) -> dict[UUID, tuple[int, str]]:
    if "amended" not in beside.has:
        return {}
    member_id = viewer.person_id if viewer and viewer.role is Role.SUPERVISEE else None
    return await versions.last_amendments(beside.db, beside.ids, member_id)


async def _standing_in(beside: Beside, today: date) -> dict[UUID, messages.StandingIn]:
    """Of each process the first that is not over."""
    found: dict[UUID, messages.StandingIn] = {}
    for one in await beside.rows("amended", _STANDING_IN, today=today):
        told = {"person_id": one.supervisor_id, "from_day": one.effective_from, "until_day": one.until_day}
        found.setdefault(one.process_id, messages.StandingIn.model_validate(told))
    return found


async def _pauses(beside: Beside) -> dict[UUID, dict[str, date | None]]:
    """Of each process the newest that was not called off before it had begun."""
    found = await beside.rows("paused", _PAUSES)
    return {one.process_id: {"paused_from": one.from_day, "goes_on": one.goes_on} for one in found}
