"""Proofs that are over before their time, since their owner has signed out: told to whoever checks one."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlmodel.ext.asyncio.session import AsyncSession

from services.directory.tables import EndedProof
from services.messages import directory as messages
from services.runtime.clock import SystemClock
from services.runtime.proofs.people import Door, ProofKeys, name_of_codes
from services.runtime.storage.database import execute
from services.runtime.storage.forgetting import Old

_MOST = 10_000
"""In one answer: as many sign out in a long day of a large provider."""
_ended: sa.Table = EndedProof.__table__  # type: ignore[attr-defined]  # SQLModel makes it
OLD_ENDS = Old(_ended, _ended.c.ended_at, messages.SIGNED_IN_FOR)


async def end(db: AsyncSession, order: messages.EndProofs) -> None:
    for one in order.proofs:
        row = {"proof_hash": one, "ended_at": SystemClock().now()}
        await execute(db, insert(_ended).values(row).on_conflict_do_nothing())


async def end_codes(db: AsyncSession, person_id: UUID, door: Door) -> None:
    """All proofs by a code that somebody has there: they have a passkey now."""
    name = name_of_codes(person_id, door)
    await execute(db, sa.delete(_ended).where(_ended.c.proof_hash == name))
    await execute(db, _ended.insert().values(proof_hash=name, ended_at=SystemClock().now()))


async def begin_codes(db: AsyncSession, person_id: UUID, door: Door) -> None:
    """Somebody has no passkey there any more, and comes in by a code again."""
    await execute(db, sa.delete(_ended).where(_ended.c.proof_hash == name_of_codes(person_id, door)))


async def keys(db: AsyncSession, own: ProofKeys) -> messages.ProofKeys:
    """Whose codes have ended stands by itself: no number of ended proofs comes before it."""
    is_of_codes = _ended.c.proof_hash.startswith("codes ")
    newest = sa.select(_ended.c.proof_hash).order_by(_ended.c.ended_at.desc()).limit(_MOST)
    ended = (await execute(db, newest.where(~is_of_codes))).scalars()
    codes = (await execute(db, newest.where(is_of_codes))).scalars()
    return messages.ProofKeys(keys=own.public(), ended=list(ended), ended_codes=list(codes))
