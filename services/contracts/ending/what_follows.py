"""A contract is ended early, with what was to follow it: what all have signed stands only if that is said."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from services.contracts.changes import amendments
from services.contracts.ending import choosing_anew, continuation, successors, terminations
from services.contracts.ending.notice_periods import last_day
from services.contracts.parties import speaking
from services.contracts.tables import Contract, Termination
from services.messages.contracts import NoticePeriod
from services.messages.values import Party, Role, Viewer
from services.runtime.finland import local_date

_PARTIES = {
    Role.COMMISSIONER: Party.COMMISSIONER,
    Role.SUPERVISEE: Party.SUPERVISEE,
    Role.SUPERVISOR: Party.SUPERVISOR,
}


async def shown(db: AsyncSession, contract: Contract, viewer: Viewer | None, today: date) -> dict[str, Any]:
    """As TerminationPreview has it of one that is not ended early yet."""
    follows = await successors.signed_after(db, contract.process_id)
    off = await successors.unsigned_after(db, contract.process_id)
    alone = await speaking.are_one(db, contract, today)
    concerns = await amendments.open_for(db, contract.process_id)
    return {
        "follows_on": follows.starts_on if follows else None,
        "renewal_off": off is not None,
        "amendment_off": bool(concerns) and (alone or _is_told(viewer, concerns)),
        "alone": alone,
    }


def _is_told(viewer: Viewer | None, concerns: Sequence[Party]) -> bool:
    """Of a change that concerns none of theirs, people are told nothing."""
    if viewer is None:
        return False
    return viewer.role is Role.COORDINATOR or _PARTIES.get(viewer.role) in concerns


async def carry_out(
    db: AsyncSession,
    contract: Contract,
    follows: continuation.WasToFollow,
    said: Termination,
    *,
    stands: bool,
    stops_at: datetime | None = None,
) -> None:
    """With what was to follow; and where it ends before its first day, how the year before goes on is open again.

    stands: what all have signed to follow; nothing begins by itself that nobody said stands.
    """
    said.renewal_off = follows.off
    await terminations.carry_out(db, contract, said, stops_at=stops_at)
    if terminations.unbegun_from(contract, said.last_day):
        await choosing_anew.came_to_nothing(db, contract, said.terminated_at, terminated=True)
    if follows.signed is not None:
        await _end_with(db, follows.signed, said, stands=stands)


async def _end_with(db: AsyncSession, follows: Contract, said: Termination, *, stands: bool) -> None:
    """By the same word. Where the one before ends by notice, this one has its own; without notice it ends on the same
    day, before it has begun.
    """
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
    after_it = await continuation.close_early(db, contract, said.person_id, said.terminated_at)
    await carry_out(db, contract, after_it, own, stands=False)


def _last_day(contract: Contract, said: Termination) -> date:
    if said.how != "notice":
        return min(contract.ends_on, said.last_day)
    notice = NoticePeriod.model_validate(contract.notice)
    return min(contract.ends_on, last_day(local_date(said.terminated_at), notice))
