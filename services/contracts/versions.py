"""The versions of a process's paper: finding the one in force, and showing it."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.contracts import clauses, signing_order
from services.contracts.tables import Consent, Contract, Signature
from services.contracts.terms import parties_of, terms_of
from services.messages.contracts import ContractCard
from services.messages.values import Party
from services.runtime.refusal import Refusal


async def look_up(session: AsyncSession, process_id: UUID, *, lock: bool = True) -> Contract | None:
    """The newest version. lock: the row stays this transaction's, so that orders come one after the other."""
    newest = (
        select(Contract)
        .where(Contract.process_id == process_id)
        .order_by(col(Contract.version).desc())
        .limit(1)
    )
    return (await session.exec(newest.with_for_update() if lock else newest)).first()


async def find(session: AsyncSession, process_id: UUID, *, lock: bool = True) -> Contract:
    """Refuses: unknown_process."""
    contract = await look_up(session, process_id, lock=lock)
    if contract is None:
        raise Refusal("unknown_process", "process_id")
    return contract


async def signatures_of(session: AsyncSession, contract: Contract) -> dict[Party, UUID]:
    """Who has signed for which party, in the order of signing."""
    given = await session.exec(
        select(Signature).where(
            Signature.process_id == contract.process_id, Signature.version == contract.version
        )
    )
    by_party = {Party(one.party): one.person_id for one in given}
    return {party: by_party[party] for party in Party if party in by_party}


async def consenting(session: AsyncSession, contract: Contract) -> Sequence[UUID]:
    given = await session.exec(
        select(Consent.person_id).where(
            Consent.process_id == contract.process_id, Consent.version == contract.version
        )
    )
    return given.all()


async def card(session: AsyncSession, contract: Contract) -> ContractCard:
    """The paper as it stands, and what it waits for."""
    signed = list(await signatures_of(session, contract))
    consents = await consenting(session, contract)
    return ContractCard(
        **contract.model_dump(include={"process_id", "version", "status", "renews"}),
        terms=terms_of(contract),
        parties=parties_of(contract),
        missing_clauses=clauses.missing(contract.clauses),
        missing_consents=signing_order.missing_consents(contract.supervisee_ids, consents),
        signed=signed,
        next_party=signing_order.next_party(signed) if contract.status == "signing" else None,
    )
