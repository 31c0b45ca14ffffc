"""What was said of how a process goes on is taken back: the question is open again."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from services.contracts.ending import choosing, continuation, terminations
from services.contracts.papers import promised_times
from services.contracts.tables import Continuation
from services.messages import contracts as messages
from services.runtime.commands.refusal import Refusal
from services.runtime.events.announcing import announce
from services.runtime.storage.database import take_in


async def take_back(db: AsyncSession, order: messages.TakeBackContinuation, acting: Collection[UUID]) -> None:
    """Whatever was said of it, by whom of both; nothing where nothing stands. acting: for the customer today.

    Refuses: not_a_commissioner, unknown_process, contract_not_signed, choice_carried_out, already_terminated.
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
    await _reopen(db, going, order.as_of)


async def _reopen(db: AsyncSession, going: Continuation, at: datetime) -> None:
    taken = messages.ContinuationTakenBack(
        process_id=going.process_id, successor_id=going.successor_id, taken_back_at=at
    )
    await choosing.forget(db, going.process_id)
    take_in(going, {"choice": None, "successor_id": None, "chosen_by": None, "chosen_at": None})
    going.taken_back += 1
    await db.flush()
    await announce(db, taken)
