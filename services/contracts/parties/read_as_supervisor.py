"""Who reads a process's paper as its supervisor: more than one person while it changes hands."""

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.contracts.tables import Contract, Signature
from services.messages.values import Party
from services.runtime.storage.database import among


async def read_by(db: AsyncSession, process_ids: Sequence[UUID], person_id: UUID, today: date) -> set[UUID]:
    """The processes whose paper this supervisor reads: theirs today or from a later day on, or theirs to sign now."""
    mine = select(Contract).where(among(Contract.process_id, process_ids)).order_by(col(Contract.version))
    found: dict[UUID, list[Contract]] = {}
    for one in await db.exec(mine):
        found.setdefault(one.process_id, []).append(one)
    agreed = await _agreed_by_members(db, process_ids)
    return {
        process_id
        for process_id, papers in found.items()
        if person_id in _readers(papers, agreed.get(process_id, set()), today)
    }


def _readers(papers: Sequence[Contract], agreed: Collection[int], today: date) -> set[UUID]:
    """papers: all versions, the oldest first. agreed: the versions that are signed for the members."""
    signed = [one for one in papers if one.status == "signed"]
    begun = [one for one in signed if (one.effective_from or one.starts_on) <= today]
    later = [one for one in signed if one not in begun]
    counts = begun[-1:] or later[:1] or [one for one in papers if one.supersedes is None][-1:]
    to_sign = [one for one in papers if one.supersedes and one.status == "signing" and one.version in agreed]
    return {one.supervisor_id for one in (*counts, *later, *to_sign)}


async def _agreed_by_members(db: AsyncSession, process_ids: Sequence[UUID]) -> dict[UUID, set[int]]:
    given = select(Signature.process_id, Signature.version).where(
        among(Signature.process_id, process_ids), Signature.party == Party.SUPERVISEE.value
    )
    found: dict[UUID, set[int]] = {}
    for process_id, version in await db.exec(given):
        found.setdefault(process_id, set()).add(version)
    return found
