"""What was said of how a process goes on is taken back: the question is open again."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from services.contracts.ending import choosing, continuation, successors, terminations
from services.contracts.papers import promised_times, versions
from services.contracts.tables import Continuation, Contract
from services.messages import contracts as messages
from services.runtime.commands.refusal import Refusal
from services.runtime.events.announcing import announce
from services.runtime.storage.database import take_in


async def take_back(db: AsyncSession, order: messages.TakeBackContinuation, acting: Collection[UUID]) -> None:
    """Whatever was said of it, by whom of both; nothing where nothing stands. acting: for the customer today.

    Refuses: not_a_commissioner, unknown_process, contract_not_signed, choice_carried_out, already_terminated,
    renewal_signed, choice_changed.
    """
    contract = await continuation.signed(db, order.process_id)
    await choosing.parties_of(db, contract, order.taken_back_by, acting, order.as_of)
    going = await continuation.going_of(db, contract)
    if going.ended_at or order.as_of >= promised_times.last_morning(contract):
        raise Refusal("choice_carried_out", "process_id")
    if await terminations.latest(db, order.process_id):
        raise Refusal("already_terminated", "process_id")
    if going.choice is None and not await choosing.said_of(db, order.process_id):
        return
    said = await choosing.said_of(db, order.process_id)
    if order.read is not None and order.read != choosing.mark_of(going.taken_back, said):
        raise Refusal("choice_changed", "read")
    await successors.take_back(db, order.process_id, order.as_of)
    await _reopen(db, going, order.as_of)


async def hold_before(db: AsyncSession, process_id: UUID) -> None:
    """Of a renewal, the contract that it follows, so that whoever changes either waits for the other."""
    contract = await versions.find(db, process_id, lock=False)
    if contract.renews:
        await versions.find(db, contract.renews)


async def came_to_nothing(
    db: AsyncSession, contract: Contract, at: datetime, *, unready: bool = False, terminated: bool = False
) -> None:
    """Of a renewal, whose contract before goes on still: how that one does is open again. Else it ended without one.

    unready: nobody completed it in its time. terminated: all had signed it, and it ends before its first day.
    """
    going = await _chose(db, contract)
    if going and going.ended_at:
        facts = {"process_id": going.process_id, "successor_id": contract.process_id, "lapsed_at": at}
        await announce(db, messages.RenewalLapsed.model_validate(facts))
    elif going:
        why = {"lapsed": contract.status == "expired", "unready": unready, "terminated": terminated}
        await _reopen(db, going, at, **why)


async def reopens_by(db: AsyncSession, contract: Contract) -> Continuation | None:
    """Of a renewal that comes to nothing, what is open again by it; none: the process before it is over."""
    going = await _chose(db, contract)
    return going if going and going.ended_at is None else None


async def _chose(db: AsyncSession, contract: Contract) -> Continuation | None:
    """Of a renewal, what was chosen before it, where that stands."""
    going = await db.get(Continuation, contract.renews) if contract.renews else None
    return going if going and going.successor_id == contract.process_id else None


async def _reopen(db: AsyncSession, going: Continuation, at: datetime, **why: bool) -> None:
    """why: as of the event."""
    known = {"process_id": going.process_id, "successor_id": going.successor_id, "taken_back_at": at}
    taken = messages.ContinuationTakenBack.model_validate(known | why)
    await choosing.forget(db, going.process_id)
    nothing = dict.fromkeys(("choice", "successor_id", "successor_promises", "chosen_by", "chosen_at"))
    take_in(going, nothing)
    going.taken_back += 1
    await db.flush()
    await announce(db, taken)
