"""What follows on a renewed process, from the choice on: a paper of its own, which waits for its signatures.

Whoever changes it by what becomes of the old one holds the old contract's lock first.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from services.contracts.papers import promised_times, terms, versions
from services.contracts.parties import membership
from services.contracts.signing import beginning_anew, draft_days
from services.contracts.tables import Continuation, Contract
from services.messages import contracts as messages
from services.runtime.commands.refusal import Refusal
from services.runtime.events.announcing import announce
from services.runtime.finland import ONE_DAY
from services.runtime.storage.database import take_in

_UNSIGNED = ("draft", "signing")


async def is_signed(db: AsyncSession, process_id: UUID) -> bool:
    """Whether the contract that follows on this process's is."""
    return await signed_after(db, process_id) is not None


async def signed_after(db: AsyncSession, process_id: UUID) -> Contract | None:
    """The contract that follows on this process's, where all have signed it."""
    contract = await _of(db, process_id)
    return contract if contract and contract.status == "signed" else None


async def unsigned_after(db: AsyncSession, process_id: UUID) -> UUID | None:
    """What is chosen to follow, as long as not all have signed it; also before it is drafted."""
    going = await db.get(Continuation, process_id)
    if going is None or going.successor_id is None:
        return None
    follows = await versions.look_up(db, going.successor_id)
    return going.successor_id if follows is None or follows.status in _UNSIGNED else None


async def how_it_stands(db: AsyncSession, process_id: UUID) -> dict[str, Any]:
    """As ProcessRenewed says it of what follows on this process's."""
    contract = await _of(db, process_id)
    state = state_of(contract)
    lapses_at = promised_times.lapses_unless_agreed(contract) if contract and state != "signed" else None
    return {
        "successor_status": state if state in ("draft", "signing", "signed") else None,
        "lapses_at": lapses_at,
    }


def state_of(contract: Contract | None) -> messages.Renewal:
    """contract: of what follows; none: it is not drafted yet."""
    if contract is None or contract.status == "draft":
        return "draft"
    if contract.status == "expired":
        return "lapsed"
    if contract.status == "signing":
        return "signing"
    return "off" if contract.status == "given_up" or terms.never_began(contract) else "signed"


async def take_back(db: AsyncSession, process_id: UUID, at: datetime) -> None:
    """Nothing follows. Refuses: renewal_signed."""
    if await is_signed(db, process_id):
        raise Refusal("renewal_signed", "process_id")
    await give_up(db, process_id, at)


async def give_up(db: AsyncSession, process_id: UUID, at: datetime) -> None:
    """What is signed by all binds, and ends by its own rules. One that is not drafted yet ends with its draft."""
    contract = await _of(db, process_id)
    if contract and contract.status in _UNSIGNED:
        asked = [] if contract.status == "draft" else await beginning_anew.asked_of(db, contract)
        await end(db, contract, asked, at)


async def end(db: AsyncSession, contract: Contract, asked: list[UUID], at: datetime) -> None:
    """Those of the process before it are told with what becomes of that."""
    contract.status = "given_up"
    await db.flush()
    facts = contract.model_dump(include={"process_id", "version"})
    told = {"asked": asked, "given_up_at": at, "told_with": contract.renews}
    await announce(db, messages.ContractGivenUp.model_validate(facts | told))


async def follow_end(db: AsyncSession, old: Contract, at: datetime) -> None:
    """The old one's last day is another: as long as not all have signed it, it begins on the day after that."""
    contract = await _of(db, old.process_id)
    if contract and contract.starts_on != old.ends_on + ONE_DAY:
        term = terms.next_term(old.starts_on, old.ends_on)
        await _change(db, contract, at, **term)


async def follow_leaver(db: AsyncSession, process_id: UUID, person_id: UUID, at: datetime) -> None:
    """Who has left the old one is asked nothing of the next, and reaches it no more."""
    contract = await _of(db, process_id)
    if contract is None:
        return await _tell_group(db, process_id)
    if person_id not in contract.supervisee_ids:
        return
    staying = [one for one in contract.supervisee_ids if one != person_id]
    acts = contract.representative_id
    acts = next(iter(staying), acts) if acts == person_id else acts
    await _change(db, contract, at, supervisee_ids=staying, representative_id=acts)
    await _tell_group(db, process_id)


async def follow_newcomer(db: AsyncSession, process_id: UUID, person_id: UUID, at: datetime) -> None:
    contract = await _of(db, process_id)
    if contract and person_id not in contract.supervisee_ids:
        await _change(db, contract, at, supervisee_ids=[*contract.supervisee_ids, person_id])
    await _tell_group(db, process_id)


async def _tell_group(db: AsyncSession, process_id: UUID) -> None:
    """Of what is chosen to follow and not signed by all, also before it is drafted: then, who stays in the old one."""
    successor_id = await unsigned_after(db, process_id)
    if successor_id is None:
        return
    follows = await versions.look_up(db, successor_id)
    group = (
        follows.supervisee_ids
        if follows
        else await membership.staying(db, await versions.find(db, process_id))
    )
    facts = {"process_id": successor_id, "renews": process_id, "supervisee_ids": group}
    await announce(db, messages.SuccessorGroupChanged.model_validate(facts))


async def _change(db: AsyncSession, contract: Contract, at: datetime, **columns: object) -> None:
    """In the draft; what people were signing already is taken back from them, as they read something else."""
    if contract.status not in _UNSIGNED:
        return
    if contract.status == "signing":
        contract = await beginning_anew.begin_anew(db, contract, at)
    take_in(contract, columns)
    await db.flush()
    if "starts_on" in columns:
        await draft_days.keep(db, contract, at)


async def _of(db: AsyncSession, process_id: UUID) -> Contract | None:
    going = await db.get(Continuation, process_id)
    return await versions.look_up(db, going.successor_id) if going and going.successor_id else None
