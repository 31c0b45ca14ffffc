"""A paper is taken back from its signers, to be corrected; or its letters are sent once more."""

from sqlmodel.ext.asyncio.session import AsyncSession

from services.contracts.papers import versions
from services.contracts.signing import beginning_anew, signatures
from services.contracts.tables import Contract, Withdrawal
from services.messages import contracts as messages
from services.messages.values import Party
from services.runtime.commands.refusal import Refusal
from services.runtime.events.announcing import announce
from services.runtime.finland import local_date


async def withdraw(db: AsyncSession, order: messages.WithdrawContract) -> Contract:
    """The next version, a draft; the same said again, nothing more.

    Refuses: unknown_process, reason_missing, already_withdrawn, version_changed, still_a_draft, contract_signed,
    contract_expired.
    """
    contract = await versions.find(db, order.process_id)
    reason = order.reason.strip()
    if not reason:
        raise Refusal("reason_missing", "reason", "is needed")
    if said := await db.get(Withdrawal, (order.process_id, order.version)):
        if said.reason != reason:
            raise Refusal("already_withdrawn", "reason", "was given otherwise")
        return contract
    versions.check_is_signing(contract, order.version)
    kept = order.model_dump(include={"process_id", "version"}) | {"person_id": order.withdrawn_by}
    db.add(Withdrawal(**kept, reason=reason, withdrawn_at=order.as_of))
    return await beginning_anew.begin_anew(db, contract, order.as_of)


async def give_up(db: AsyncSession, order: messages.GiveUpContract) -> Contract:
    """The same said again, nothing more. Of a renewal the contract before it is locked already.

    Refuses: unknown_process, reason_missing, already_withdrawn, version_changed, contract_signed, contract_expired.
    """
    contract = await versions.find(db, order.process_id)
    reason = order.reason.strip()
    if not reason:
        raise Refusal("reason_missing", "reason", "is needed")
    if contract.status == "given_up" and (
        said := await db.get(Withdrawal, (order.process_id, order.version))
    ):
        if said.reason != reason:
            raise Refusal("already_withdrawn", "reason", "was given otherwise")
        return contract
    asked = [] if contract.status == "draft" else await beginning_anew.asked_of(db, contract)
    if contract.status == "draft":
        versions.check_version(contract, order.version)
    else:
        versions.check_is_signing(contract, order.version)
    kept = order.model_dump(include={"process_id", "version"})
    db.add(Withdrawal(**kept, person_id=order.given_up_by, reason=reason, withdrawn_at=order.as_of))
    contract.status = "given_up"
    await db.flush()
    await announce(db, messages.ContractGivenUp(**kept, asked=asked, given_up_at=order.as_of))
    return contract


async def ask_again(db: AsyncSession, order: messages.AskToSignAgain) -> None:
    """Refuses: unknown_process, version_changed, still_a_draft, contract_signed, contract_expired."""
    contract = await versions.find_being_made(db, order.process_id)
    versions.check_is_signing(contract, order.version)
    signed = await versions.signatures_of(db, contract)
    hour = order.as_of.replace(minute=0, second=0, microsecond=0)
    today = local_date(order.as_of)
    if Party.SUPERVISEE not in signed:
        await signatures.ask_for_consents(db, contract, today, again_at=hour)
    await signatures.ask(db, contract, signed, today, again_at=hour)
