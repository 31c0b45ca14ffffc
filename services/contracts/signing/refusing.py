"""A member's own no: nobody signs for them as long as it stands, and a coordinator talks with them."""

from collections.abc import Sequence

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.contracts.papers import promised_times, versions
from services.contracts.signing import effects
from services.contracts.tables import Consent, ConsentRefusal, Contract
from services.messages.contracts import ConsentRefused, RefuseConsent
from services.messages.values import Party
from services.runtime.commands.refusal import Refusal
from services.runtime.events.announcing import announce


async def refuse(db: AsyncSession, order: RefuseConsent) -> None:
    """A consent that was given is taken back by it. The same said again, nothing more.

    A member may change a yes into a no and back, on whichever page is open, until somebody signs for the members: each
    word is told, the last one counts, and a no that comes later is refused.

    Refuses: unknown_process, version_changed, not_a_member, already_declined, still_a_draft, members_have_signed,
    contract_signed, contract_expired; of an amendment effective_in_the_past.
    """
    contract = await versions.find_being_made(db, order.process_id)
    versions.check_is_signing(contract, order.version)
    effects.check_not_too_late(contract)
    if order.person_id not in contract.supervisee_ids:
        raise Refusal("not_a_member", "person_id")
    key = (contract.process_id, contract.version, order.person_id)
    if said := await db.get(ConsentRefusal, key):
        return _check_same(said, order)
    if Party.SUPERVISEE in await versions.signatures_of(db, contract):
        raise Refusal("members_have_signed", "process_id")
    if given := await db.get(Consent, key):
        await db.delete(given)
    told = order.model_dump(include={"process_id", "version", "person_id"})
    db.add(ConsentRefusal(**told, reason=order.reason.strip(), refused_at=order.as_of))
    await db.flush()
    refusing = len(await of_version(db, contract))
    act_by = promised_times.chasing(contract, order.as_of)
    await announce(db, ConsentRefused(**told, refused_at=order.as_of, refusing=refusing, act_by=act_by))


async def of_version(db: AsyncSession, contract: Contract) -> Sequence[ConsentRefusal]:
    """The earliest first."""
    mine = select(ConsentRefusal).where(versions.of_these(ConsentRefusal.process_id, ConsentRefusal.version))
    in_order = mine.order_by(col(ConsentRefusal.refused_at))
    return (await db.exec(in_order, params=versions.keys_of([contract]))).all()


def _check_same(said: ConsentRefusal, order: RefuseConsent) -> None:
    if said.reason != order.reason.strip():
        raise Refusal("already_declined", "reason", "was given otherwise")
