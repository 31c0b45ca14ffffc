"""Who says how a process goes on: the customer and the supervisees; both, where it is to go on."""

from collections.abc import Collection, Mapping
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.contracts.parties import representatives
from services.contracts.tables import ContinuationWord, Contract
from services.messages.contracts import Choice, ChooseContinuation
from services.messages.values import Party, Utc
from services.runtime.commands.refusal import Refusal
from services.runtime.finland import local_date
from services.runtime.storage.database import execute

_BOTH = frozenset({Party.COMMISSIONER, Party.SUPERVISEE})


def decided(said: dict[Party, Choice]) -> Choice | None:
    """The first who closes decides; nobody goes on unless both will. None: somebody's word is missing."""
    if "close" in said.values():
        return "close"
    return "renew" if said.keys() >= _BOTH else None


async def parties_of(
    db: AsyncSession, contract: Contract, person_id: UUID, acting: Collection[UUID], at: Utc
) -> list[Party]:
    """For whom they choose; for both, where they act for the customer and for the supervisees.

    acting: for the customer today. Refuses: not_a_commissioner.
    """
    represents = await representatives.on_day(db, contract, local_date(at))
    found = [Party.COMMISSIONER] if person_id in acting else []
    found += [Party.SUPERVISEE] if person_id == represents else []
    if not found:
        raise Refusal("not_a_commissioner", "chosen_by")
    return found


async def said_of(db: AsyncSession, process_id: UUID) -> dict[Party, Choice]:
    mine = select(ContinuationWord).where(ContinuationWord.process_id == process_id)
    return {Party(one.party): choice_of(one) for one in await db.exec(mine)}


async def say(db: AsyncSession, order: ChooseContinuation, parties: Collection[Party]) -> list[Party]:
    """Those who had not said it. Refuses: already_chosen."""
    before = await said_of(db, order.process_id)
    if any(before.get(party, order.choice) != order.choice for party in parties):
        raise Refusal("already_chosen", "choice")
    new = [party for party in parties if party not in before]
    for party in new:
        key = {"process_id": order.process_id, "party": party.value}
        word = {"choice": order.choice, "person_id": order.chosen_by, "said_at": order.as_of}
        db.add(ContinuationWord.model_validate(key | word))
    await db.flush()
    return new


def mark_of(taken_back: int, said: Mapping[Party, Choice]) -> str:
    """What was read of it: an old page's press means that, and nothing that was said since."""
    words = ",".join(f"{party.value}:{said[party]}" for party in Party if party in said)
    return f"{taken_back} {words}".strip()


async def forget(db: AsyncSession, process_id: UUID) -> None:
    await execute(db, sa.delete(ContinuationWord).where(col(ContinuationWord.process_id) == process_id))


def choice_of(said: ContinuationWord) -> Choice:
    return "renew" if said.choice == "renew" else "close"
