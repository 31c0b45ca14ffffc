"""The last signature: the paper is the contract, or an amendment holds from its day on."""

from datetime import date
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from services.contracts.ending import continuation
from services.contracts.papers import paper, promised_times, versions
from services.contracts.papers.terms import parties_of, terms_of
from services.contracts.sealing import kept
from services.contracts.tables import Contract
from services.messages import contracts as messages
from services.messages.values import Utc
from services.runtime.commands.refusal import Refusal
from services.runtime.events.announcing import announce
from services.runtime.finland import ONE_DAY


def check_day(contract: Contract, recorded: date | None) -> None:
    """recorded: the last day of which it is known what became of its session: nothing of that is changed.

    Refuses: effective_in_the_past.
    """
    if comes_too_late(contract, recorded):
        raise Refusal("effective_in_the_past", "version", f"a session was recorded on {recorded}")


def check_not_too_late(contract: Contract) -> None:
    """As `check_day`, of what is known to come too late. Refuses: effective_in_the_past."""
    if contract.too_late_at:
        raise Refusal("effective_in_the_past", "version", "a session of its days was recorded")


def comes_too_late(contract: Contract, recorded: date | None) -> bool:
    """Whether what it would change is settled already. recorded: as of `check_day`."""
    return bool(contract.effective_from and recorded and contract.effective_from <= recorded)


async def stand(db: AsyncSession, contract: Contract, at: Utc) -> None:
    if contract.supersedes:
        return await _amend(db, contract, at)
    contract.status, contract.signed_at = "signed", at
    kept.begin(db, contract)
    renews = contract.model_dump(include={"renews"})
    await announce(db, messages.ContractSigned.model_validate(renews | await _told(db, contract)))


async def _amend(db: AsyncSession, contract: Contract, at: Utc) -> None:
    """A pause may have moved the last day meanwhile: where the amendment does not speak of it, that stands.

    Who has joined meanwhile belongs to it.
    """
    standing = await versions.find(db, contract.process_id)
    contract.supervisee_ids = standing.supervisee_ids
    if "ends_on" not in contract.changed:
        contract.ends_on = standing.ends_on
    elif contract.ends_on != standing.ends_on:
        await continuation.follow_end(db, contract, at)
    contract.status, contract.signed_at = "signed", at
    kept.begin(db, contract)
    await db.flush()
    await announce(db, await _amended(db, contract))
    if contract.until_day and contract.until_day < contract.ends_on:
        await _give_back(db, contract)


async def _give_back(db: AsyncSession, lent: Contract) -> None:
    """By the same signatures: after the last day of who stands in, the first one is the supervisor again."""
    first = await db.get(Contract, (lent.process_id, lent.supersedes))
    assert first and lent.until_day
    own = {
        "version": lent.version + 1,
        "supersedes": lent.version,
        "effective_from": lent.until_day + ONE_DAY,
        "until_day": None,
        "asked_parties": [],
        "asks_members": False,
        **first.model_dump(include={"supervisor_id", "interest"}),
    }
    again = Contract(**lent.model_dump() | own)
    again.clause_texts, again.paper = paper.clause_texts(again), paper.canonical_text(again)
    db.add(again)
    await db.flush()
    kept.begin(db, again)
    await announce(db, await _amended(db, again, comes_back=True))


async def _amended(
    db: AsyncSession, contract: Contract, *, comes_back: bool = False
) -> messages.ContractAmended:
    own = contract.model_dump(include={"supersedes", "effective_from", "until_day"})
    own |= {"changes": contract.changed, "comes_back": comes_back}
    return messages.ContractAmended.model_validate(own | await _told(db, contract))


async def _told(db: AsyncSession, contract: Contract) -> dict[str, Any]:
    return {
        **contract.model_dump(include={"process_id", "version", "signed_at"}),
        "terms": terms_of(contract),
        "parties": parties_of(contract),
        "signed_by": list((await versions.signatures_of(db, contract)).values()),
        "continuation_reminders_at": promised_times.continuation_reminders(contract),
        "ends_at": promised_times.last_morning(contract),
    }
