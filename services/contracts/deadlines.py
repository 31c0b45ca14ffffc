"""What the process asks for when nobody signs: reminders, and in the end the paper's expiry."""

from sqlmodel.ext.asyncio.session import AsyncSession

from services.contracts import promised_times, signatures, signing_order, versions
from services.contracts.tables import SignatureReminder
from services.messages.contracts import ContractExpired, ExpireContract, RemindSigner
from services.runtime.announcing import announce

_ESCALATED = 3


async def remind_signer(db: AsyncSession, order: RemindSigner) -> None:
    """Once for each party and level; nothing unless a signature is awaited. Refuses: unknown_process."""
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
    act_by = promised_times.chasing(contract, order.as_of) if order.level >= _ESCALATED else None
    await signatures.ask(db, contract, signed, order.level, act_by)


async def expire(db: AsyncSession, order: ExpireContract) -> None:
    """Nothing once signed or expired. Refuses: unknown_process."""
    contract = await versions.find(db, order.process_id)
    if contract.status in ("signed", "expired"):
        return
    contract.status = "expired"
    await db.flush()
    await announce(db, ContractExpired(process_id=contract.process_id, version=contract.version))
