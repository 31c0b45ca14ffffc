"""Proofs that are over before their time, since their owner has signed out: told to whoever checks one."""

from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlmodel.ext.asyncio.session import AsyncSession

from services.directory.tables import EndedProof, GivenProof
from services.messages import directory as messages
from services.runtime.clock import SystemClock
from services.runtime.proofs.people import Door, ProofKeys, name_of_codes
from services.runtime.storage.database import among, execute
from services.runtime.storage.forgetting import Old

_MOST = 20_000
"""In one answer, which they fill by three quarters: as many sign out in a long day of a large provider."""
MOST_AT_ONCE = 200
"""Proofs of one person that are good at the same time: nobody alone fills the answer with the ends of their own."""
_given: sa.Table = GivenProof.__table__  # type: ignore[attr-defined]  # SQLModel makes it
_ended: sa.Table = EndedProof.__table__  # type: ignore[attr-defined]  # SQLModel makes it
OLD_ENDS = (
    Old(_ended, _ended.c.ended_at, messages.SIGNED_IN_FOR),
    Old(_given, _given.c.until, timedelta()),
)


async def keep_given(db: AsyncSession, name: str, person_id: UUID, until: datetime) -> bool:
    """Whether it may be given: not to who has so many already."""
    theirs = (_given.c.person_id == person_id) & (_given.c.until > SystemClock().now())
    held = (await execute(db, sa.select(sa.func.count()).where(theirs))).scalar_one()
    if held >= MOST_AT_ONCE:
        return False
    await execute(db, _given.insert().values(proof_hash=name, person_id=person_id, until=until))
    return True


async def end(db: AsyncSession, order: messages.EndProofs) -> None:
    """Those that were given, and no name that somebody thought of."""
    now = SystemClock().now()
    were_given = sa.select(_given.c.proof_hash, sa.literal(now, _ended.c.ended_at.type))
    named = were_given.where(among(_given.c.proof_hash, order.proofs), _given.c.until > now)
    columns = ["proof_hash", "ended_at"]
    await execute(db, insert(_ended).from_select(columns, named).on_conflict_do_nothing())


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
