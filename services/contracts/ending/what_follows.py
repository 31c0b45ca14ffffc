"""What all have signed already, when the contract before it is ended early: it ends too, unless it is said to stand."""

from datetime import date
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from services.contracts.ending import continuation, successors, terminations
from services.contracts.ending.notice_periods import last_day
from services.contracts.tables import Contract, Termination
from services.messages.contracts import NoticePeriod
from services.runtime.finland import local_date


async def begins_on(db: AsyncSession, process_id: UUID) -> date | None:
    """None where nothing follows that is signed."""
    follows = await successors.signed_after(db, process_id)
    return follows.starts_on if follows else None


async def end_with(db: AsyncSession, follows: Contract | None, said: Termination, *, stands: bool) -> None:
    """By the same word; nothing begins by itself that nobody said stands. said: of the one before, carried out.

    Where that ends by notice, this one has its own. Without notice it ends on the same day, before it has begun.
    """
    if follows is None:
        return
    said.successor_stands = stands
    await db.flush()
    if stands or await terminations.latest(db, follows.process_id):
        return
    contract = await continuation.signed(db, follows.process_id)
    last = _last_day(contract, said)
    same = said.model_dump(include={"terminated_at", "by", "person_id", "reason_code", "reason"})
    own = Termination(
        process_id=contract.process_id,
        how="agreed" if said.how == "agreed" else "notice",
        **same,
        waives_review=said.waives_review or last < contract.starts_on,
        agreed_until=contract.ends_on,
        last_day=last,
    )
    await continuation.close_early(db, contract, said.person_id, said.terminated_at)
    await terminations.carry_out(db, contract, own)


def _last_day(contract: Contract, said: Termination) -> date:
    if said.how != "notice":
        return min(contract.ends_on, said.last_day)
    notice = NoticePeriod.model_validate(contract.notice)
    return min(contract.ends_on, last_day(local_date(said.terminated_at), notice))
