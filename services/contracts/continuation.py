"""How a signed process goes on at its end: asked, chosen, and carried out."""

from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlmodel.ext.asyncio.session import AsyncSession

from services.contracts import versions
from services.contracts.tables import Continuation, Contract, HeardReview
from services.messages import contracts as words
from services.messages.sessions import ReviewKind
from services.runtime.announcing import announce
from services.runtime.refusal import Refusal


async def ask(session: AsyncSession, order: words.AskContinuation) -> None:
    """Once, and only while nobody has chosen. Refuses: unknown_process, contract_not_signed."""
    contract = await _signed(session, order.process_id)
    going = await _of(session, contract)
    if going.asked_at or going.choice:
        return
    going.asked_at = order.as_of
    await session.flush()
    facts = contract.model_dump(include={"process_id", "ends_on", "commissioner_id", "representative_id"})
    await announce(session, words.ContinuationDue(**facts))


async def choose(session: AsyncSession, order: words.ChooseContinuation) -> None:
    """The same choice again changes nothing.

    Refuses: unknown_process, contract_not_signed, successor_missing, already_chosen.
    """
    contract = await _signed(session, order.process_id)
    successor_id = _successor(order)
    going = await _of(session, contract)
    if (going.choice, going.successor_id) == (order.choice, successor_id):
        return
    if going.choice:
        raise Refusal("already_chosen", "choice")
    going.sqlmodel_update({"choice": order.choice, "successor_id": successor_id})
    going.sqlmodel_update({"chosen_by": order.chosen_by, "chosen_at": order.as_of})
    await session.flush()
    facts = going.model_dump(include={"process_id", "choice", "successor_id"})
    await announce(session, words.ContinuationChosen(**facts))


def _successor(order: words.ChooseContinuation) -> UUID | None:
    """Another process's id for a renewal, none for a closure."""
    if order.choice == "close":
        return None
    if order.successor_id in (None, order.process_id):
        raise Refusal("successor_missing", "successor_id")
    return order.successor_id


async def end(session: AsyncSession, order: words.EndProcess) -> None:
    """Carries out the choice; where nobody chose, the process closes. Ended is ended.

    A renewal creates nothing here: the successor asks for its own draft.
    Refuses: unknown_process, contract_not_signed, final_review_missing.
    """
    contract = await _signed(session, order.process_id)
    going = await _of(session, contract)
    if going.ended_at:
        return
    if await session.get(HeardReview, (contract.process_id, "final")) is None:
        raise Refusal("final_review_missing", "process_id")
    going.ended_at = order.as_of
    going.choice = going.choice or "close"
    await session.flush()
    await announce(session, _outcome(going))


def _outcome(going: Continuation) -> words.ProcessRenewed | words.ProcessClosed:
    key = {"process_id": going.process_id}
    if going.successor_id:
        return words.ProcessRenewed(**key, successor_id=going.successor_id, renewed_at=going.ended_at)
    return words.ProcessClosed(**key, closed_at=going.ended_at)


async def hear_review(session: AsyncSession, process_id: UUID, kind: ReviewKind, *, waived: bool) -> None:
    """Keeps that sessions has settled this review; said again, the first stands."""
    row = insert(HeardReview).values(process_id=process_id, kind=kind, waived=waived)
    await session.exec(row.on_conflict_do_nothing())


async def _signed(session: AsyncSession, process_id: UUID) -> Contract:
    """The contract, locked. Refuses: unknown_process, contract_not_signed."""
    contract = await versions.find(session, process_id)
    if contract.status != "signed":
        raise Refusal("contract_not_signed", "process_id")
    return contract


async def _of(session: AsyncSession, contract: Contract) -> Continuation:
    """The process's row; the contract's lock makes the first asker its only maker."""
    going = await session.get(Continuation, contract.process_id)
    if going is None:
        going = Continuation(process_id=contract.process_id)
        session.add(going)
    return going
