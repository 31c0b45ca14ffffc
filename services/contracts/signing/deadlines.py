"""What the process asks for when a paper stands still: reminders, and in the end its expiry."""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from services.contracts.ending import choosing_anew
from services.contracts.papers import promised_times, versions
from services.contracts.signing import signatures, signing_order
from services.contracts.tables import Contract, DraftReminder, SignatureReminder
from services.messages import contracts as messages
from services.messages.values import Party
from services.runtime.events.announcing import announce
from services.runtime.finland import local_date

DRAFT_ESCALATED = 2
"""The level of a draft's reminder that escalates."""
DRAFT_LAPSES_SOON = 3
"""The level of the last one, of a renewal's draft alone."""


async def remind_of_draft(db: AsyncSession, order: messages.RemindOfDraft) -> None:
    """Once for each version and level; nothing unless it is a draft. Refuses: unknown_process."""
    contract = await versions.find(db, order.process_id)
    if contract.status != "draft":
        return
    process_id, version = contract.process_id, contract.version
    if await db.get(DraftReminder, (process_id, version, order.level)):
        return
    db.add(DraftReminder(process_id=process_id, version=version, level=order.level, reminded_at=order.as_of))
    await db.flush()
    await tell_of_draft(db, contract, order.level)


async def tell_of_draft(db: AsyncSession, draft: Contract, level: int) -> None:
    key = draft.model_dump(include={"process_id", "version"})
    await announce(db, messages.DraftOverdue(**key, level=level, lapses_at=draft.draft_lapses_at))


async def remind_signer(db: AsyncSession, order: messages.RemindSigner) -> None:
    """Once for each party and level; nothing unless a signature is awaited. Refuses: unknown_process.

    While members' consents are missing before it, they are reminded of those.
    """
    contract = await versions.find(db, order.process_id)
    signed = await versions.signatures_of(db, contract)
    party = signing_order.next_party(signed)
    if contract.status != "signing" or party is None:
        return
    reminder = SignatureReminder(
        process_id=contract.process_id,
        version=contract.version,
        party=party,
        level=order.level,
        reminded_at=order.as_of,
    )
    if await db.get(SignatureReminder, (contract.process_id, contract.version, party, order.level)):
        return
    db.add(reminder)
    await db.flush()
    today = local_date(order.as_of)
    if order.level >= signatures.ESCALATED:
        act_by = promised_times.chasing(contract, order.as_of)
        await signatures.ask(db, contract, signed, today, order.level, act_by)
        return
    if party is Party.SUPERVISEE:
        await signatures.ask_for_consents(db, contract, today, order.level)
    await signatures.ask(db, contract, signed, today, order.level)


async def expire(db: AsyncSession, order: messages.ExpireContract) -> messages.SigningFound:
    """Only what still waits for signatures when its time is over; how it stands is the answer.

    Refuses: unknown_process.
    """
    await choosing_anew.hold_before(db, order.process_id)
    contract = await versions.find(db, order.process_id)
    if contract.status == "signing" and _is_over(contract, order.as_of):
        await end_unsigned(db, contract, order.as_of)
    return _found(contract)


async def end_unsigned(db: AsyncSession, contract: Contract, at: datetime) -> None:
    """Its time is over. Of a renewal the contract before it is locked already."""
    unready, contract.status = contract.status == "draft", "expired"
    await db.flush()
    reopens = await choosing_anew.reopens_by(db, contract)
    facts = {"process_id": contract.process_id, "version": contract.version, "unready": unready}
    facts |= {"told": [*contract.supervisee_ids, contract.supervisor_id]}
    facts |= {"told_with": contract.renews if reopens else None}
    await announce(db, messages.ContractExpired.model_validate(facts))
    await choosing_anew.came_to_nothing(db, contract, at, unready=unready)


def _is_over(contract: Contract, at: datetime) -> bool:
    expires_at = promised_times.signing_expiry(contract)
    return expires_at is not None and expires_at <= at


def _found(contract: Contract) -> messages.SigningFound:
    is_draft = contract.status == "draft"
    reminders = promised_times.completing_reminders if is_draft else promised_times.signing_reminders
    return messages.SigningFound(
        version=contract.version,
        status=contract.status,
        reminders_at=reminders(contract),
        expires_at=promised_times.signing_expiry(contract),
        agreed=_agreed(contract) if contract.status == "signed" else None,
    )


def _agreed(contract: Contract) -> messages.SigningAgreed:
    return messages.SigningAgreed(
        **contract.model_dump(include={"organisation_id", "supervisor_id", "signed_at"}),
        continuation_reminders_at=promised_times.continuation_reminders(contract),
        ends_at=promised_times.last_morning(contract),
    )
