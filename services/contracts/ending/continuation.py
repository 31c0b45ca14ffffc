"""How a signed process goes on at its end: asked, chosen, and carried out."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, Literal, NamedTuple
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlmodel.ext.asyncio.session import AsyncSession

from services.contracts.changes import amendments
from services.contracts.ending import choosing, last_days, successors
from services.contracts.papers import promised_times, terms, versions
from services.contracts.parties import membership, representatives
from services.contracts.tables import Continuation, Contract, HeardReview
from services.messages import contracts as messages
from services.messages.promises import Promises
from services.messages.sessions import ReviewKind
from services.runtime.commands.refusal import Refusal
from services.runtime.events.announcing import announce
from services.runtime.finland import local_date
from services.runtime.storage.database import take_in


async def ask(db: AsyncSession, order: messages.AskContinuation) -> None:
    """Once, and only while nobody has chosen. Refuses: unknown_process, contract_not_signed."""
    contract = await signed(db, order.process_id)
    going = await going_of(db, contract)
    if going.asked_at or going.choice:
        return
    going.asked_at = order.as_of
    await db.flush()
    facts = contract.model_dump(include={"process_id", "ends_on", "commissioner_id"})
    represents = await representatives.on_day(db, contract, local_date(order.as_of))
    signs = represents or contract.representative_id
    await announce(db, messages.ContinuationDue(**facts, representative_id=signs))


async def choose(
    db: AsyncSession, order: messages.ChooseContinuation, acting: Collection[UUID], promises: Promises
) -> messages.ChoiceSaid:
    """The same choice again changes nothing. acting: for the customer today. promises: those of today, which what
    follows keeps: it begins with the choice, so that no year is without a contract.

    Refuses: not_a_commissioner, unknown_process, contract_not_signed, successor_missing, already_chosen,
    process_ended.
    Next: services/intake/offers/renewals.py:open_successor
    """
    contract = await signed(db, order.process_id)
    parties = await choosing.parties_of(db, contract, order.chosen_by, acting, order.as_of)
    successor_id = _successor(order)
    going = await going_of(db, contract)
    if (going.choice, going.successor_id) == (order.choice, successor_id):
        return messages.ChoiceSaid(choice=order.choice, parties=parties)
    if going.choice:
        raise Refusal("already_chosen", "choice")
    await _refuse_if_over(db, contract, going, order.as_of)
    key = {"process_id": order.process_id, "choice": order.choice}
    for party in await choosing.say(db, order, parties):
        await announce(db, messages.ContinuationSaid(**key, party=party))
    if choosing.decided(await choosing.said_of(db, order.process_id)) is None:
        return messages.ChoiceSaid(parties=parties)
    take_in(going, {"choice": order.choice, "successor_id": successor_id})
    take_in(going, {"chosen_by": order.chosen_by, "chosen_at": order.as_of})
    going.successor_promises = promises.model_dump() if successor_id else None
    await db.flush()
    facts = going.model_dump(include={"process_id", "choice", "successor_id", "chosen_at"})
    facts |= await _successors(db, contract, promises, order.as_of) if successor_id else {}
    await announce(db, messages.ContinuationChosen(**facts, promises=promises, ends_on=contract.ends_on))
    return messages.ChoiceSaid(choice=order.choice, parties=parties)


async def _successors(
    db: AsyncSession, contract: Contract, promises: Promises, at: datetime
) -> dict[str, Any]:
    """Who is in it, from when until when, and by when it is completed: as if it was drafted now."""
    term: dict[str, Any] = terms.next_term(contract.starts_on, contract.ends_on)
    drafted = Contract(renews=contract.process_id, drafted_at=at, promises=promises.model_dump(), **term)
    return {
        "supervisee_ids": await membership.staying(db, contract),
        "starts_on": term["starts_on"],
        "next_ends_on": term["ends_on"],
        "lapses_at": promised_times.draft_expiry(drafted, at),
    }


def _successor(order: messages.ChooseContinuation) -> UUID | None:
    """Another process's id for a renewal, none for a closure."""
    if order.choice == "close":
        return None
    if order.successor_id in (None, order.process_id):
        raise Refusal("successor_missing", "successor_id")
    return order.successor_id


async def end(db: AsyncSession, order: messages.EndProcess) -> messages.EndFound:
    """Carries out the choice; where nobody chose, the process closes. Ended is ended, and not before the last morning.

    A renewal creates nothing here: what follows has begun with the choice. A final review that is missing is waited for
    before a closure, for as long as a review may take; the process may have heard of it sooner than we.
    Refuses: unknown_process, contract_not_signed.
    """
    contract = await signed(db, order.process_id)
    going = await going_of(db, contract)
    ends_at = promised_times.last_morning(contract)
    if going.ended_at or order.as_of < ends_at:
        return _found(going, ends_at)
    reviewed = order.reviewed or await db.get(HeardReview, (contract.process_id, "final")) is not None
    without_it_at = promised_times.without_review(contract)
    if going.successor_id is None and not reviewed and order.as_of < without_it_at:
        return messages.EndFound(ended_as=None, ends_at=without_it_at, review_missing=True)
    going.ended_at = order.as_of
    going.choice = going.choice or "close"
    await db.flush()
    await amendments.end_with_contract(db, contract.process_id, early=False)
    outcome = await _outcome(db, going, contract)
    if isinstance(outcome, messages.ProcessClosed):
        outcome = outcome.model_copy(update={"last_day": contract.ends_on, "without_review": not reviewed})
    await announce(db, outcome)
    return _found(going, ends_at)


def _found(going: Continuation, ends_at: datetime) -> messages.EndFound:
    outcome: Literal["renewed", "closed"] = "renewed" if going.successor_id else "closed"
    return messages.EndFound(ended_as=outcome if going.ended_at else None, ends_at=ends_at)


async def _outcome(
    db: AsyncSession, going: Continuation, contract: Contract
) -> messages.ProcessRenewed | messages.ProcessClosed:
    key = {"process_id": going.process_id}
    if going.successor_id:
        return messages.ProcessRenewed(
            **key,
            successor_id=going.successor_id,
            renewed_at=going.ended_at,
            promises=going.successor_promises,
            **await successors.how_it_stands(db, going.process_id),
        )
    closed = messages.ProcessClosed(**key, closed_at=going.ended_at)
    told = await last_days.ended_at_once_on(db, going.process_id, local_date(closed.closed_at))
    return closed.model_copy(update={"told_with_end": told or terms.never_began(contract)})


class WasToFollow(NamedTuple):
    """signed: by all, for whoever terminates to settle. off: the process that comes to nothing, not signed by all."""

    signed: Contract | None
    off: UUID | None


async def close_early(db: AsyncSession, contract: Contract, by: UUID, at: datetime) -> WasToFollow:
    """Whatever was chosen: nothing comes after a contract that is terminated. Refuses: process_ended."""
    going = await going_of(db, contract)
    await _refuse_if_over(db, contract, going, at)
    signed_already = await successors.signed_after(db, contract.process_id)
    follows = WasToFollow(signed_already, await successors.unsigned_after(db, contract.process_id))
    await successors.give_up(db, contract.process_id, at)
    await choosing.forget(db, contract.process_id)
    take_in(going, {"choice": "close", "successor_id": None, "chosen_by": by, "chosen_at": at})
    await db.flush()
    return follows


async def _refuse_if_over(db: AsyncSession, contract: Contract, going: Continuation, at: datetime) -> None:
    """Also where its last day is over and it waits for a review. Refuses: process_ended."""
    if going.ended_at or await last_days.is_past(db, contract, at):
        raise Refusal("process_ended", "process_id")


async def is_over(db: AsyncSession, contract: Contract, at: datetime) -> bool:
    """Also where its last day is, and it waits for a review."""
    return await has_ended(db, contract.process_id) or await last_days.is_past(db, contract, at)


async def follow_end(db: AsyncSession, contract: Contract, at: datetime) -> None:
    """The last day is another by now; whoever has chosen is not asked again, and what follows begins later."""
    going = await db.get(Continuation, contract.process_id)
    if going and going.choice is None:
        going.asked_at = None
    await successors.follow_end(db, contract, at)


async def is_followed_by(db: AsyncSession, process_id: UUID, successor_id: UUID) -> bool:
    """Whether that is chosen, and not taken back meanwhile."""
    going = await db.get(Continuation, process_id)
    return going is not None and going.successor_id == successor_id


async def has_ended(db: AsyncSession, process_id: UUID) -> bool:
    going = await db.get(Continuation, process_id)
    return bool(going and going.ended_at)


async def promised_to_successor(db: AsyncSession, process_id: UUID) -> Promises | None:
    """What its successor keeps; none before it is chosen that there is one."""
    going = await db.get(Continuation, process_id)
    kept = going.successor_promises if going else None
    return Promises.model_validate(kept) if kept else None


async def hear_review(db: AsyncSession, process_id: UUID, kind: ReviewKind, *, waived: bool) -> None:
    """Keeps that sessions has settled this review; said again, the first stands."""
    row = insert(HeardReview).values(process_id=process_id, kind=kind, waived=waived)
    await db.exec(row.on_conflict_do_nothing())


async def signed(db: AsyncSession, process_id: UUID) -> Contract:
    """The contract, locked. Refuses: unknown_process, contract_not_signed."""
    contract = await versions.find(db, process_id)
    if contract.status != "signed":
        raise Refusal("contract_not_signed", "process_id")
    return contract


async def going_of(db: AsyncSession, contract: Contract) -> Continuation:
    """The process's row; the contract's lock makes the first asker its only maker."""
    going = await db.get(Continuation, contract.process_id)
    if going is None:
        going = Continuation(process_id=contract.process_id)
        db.add(going)
    return going
