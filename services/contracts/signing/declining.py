"""A party says no to the paper: the reason is kept for the coordinator, and the paper is a draft again."""

from collections.abc import Collection
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from services.contracts.changes import amendments
from services.contracts.papers import promised_times, versions
from services.contracts.signing import draft_days, signatures
from services.contracts.tables import Contract, Decline
from services.messages.contracts import DeclineSigning, SigningDeclined
from services.runtime.commands.refusal import Refusal
from services.runtime.events.announcing import announce


async def decline(db: AsyncSession, order: DeclineSigning, acting: Collection[UUID]) -> Contract:
    """The next version, a draft; the same said again by the same person, nothing more. acting: as of `signing_order`.

    An amendment is over by it, and what was agreed goes on.

    Refuses: unknown_process, reason_missing, already_declined, version_changed, contract_expired, clauses_incomplete,
    not_the_signer, signature_out_of_order.
    """
    contract = await versions.find_being_made(db, order.process_id)
    if not order.reason.strip():
        raise Refusal("reason_missing", "reason", "is needed")
    said = await db.get(Decline, (order.process_id, order.version))
    if said and (said.party, said.person_id) == (order.party, order.signer_id):
        if said.reason != order.reason.strip():
            raise Refusal("already_declined", "reason", "was given otherwise")
        return contract
    await signatures.check_turn(db, contract, order, await versions.signatures_of(db, contract), acting)
    await _keep(db, order)
    if contract.supersedes:
        await amendments.end(db, contract, "declined")
        return contract
    successor = await versions.begin_next(db, contract, "declined", order.as_of)
    await draft_days.keep(db, successor, order.as_of)
    key = order.model_dump(include={"process_id", "version", "party"})
    reminders_at = promised_times.completing_reminders(successor)
    await announce(db, SigningDeclined(**key, complete_by=reminders_at[0], reminders_at=reminders_at))
    return successor


async def _keep(db: AsyncSession, order: DeclineSigning) -> None:
    given = order.model_dump(include={"process_id", "version"})
    db.add(
        Decline(
            **given,
            party=order.party,
            person_id=order.signer_id,
            reason=order.reason.strip(),
            declined_at=order.as_of,
        )
    )
    await db.flush()
