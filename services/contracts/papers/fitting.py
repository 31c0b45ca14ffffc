"""How many sessions of a renewal find a day in its supervisor's time as it is now, as sessions counts them."""

from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from services.contracts.papers import versions
from services.contracts.papers.terms import terms_of
from services.contracts.tables import Contract
from services.messages.contracts import ContractText, Terms
from services.messages.sessions import CountSessions
from services.messages.values import Utc
from services.runtime.commands.asking import Asker
from services.runtime.commands.refusal import Fault, Refusal

_PATIENCE_S = 3.0


async def count(ask: Asker, contract: Contract, terms: Terms, renews: UUID, now: Utc) -> int | None:
    """By these terms, for whom the contract is with. None where sessions does not answer soon, or the supervisor has
    offered no hours yet.
    """
    wished = contract.model_dump(include={"preferred_weekdays", "preferred_times", "supervisor_id"})
    asked = terms.model_dump(include=set(CountSessions.model_fields)) | wished
    asked |= {"renews": renews, "as_of": now}
    try:
        told = await ask(CountSessions.model_validate(asked), timeout_s=_PATIENCE_S)
    except (Fault, Refusal):
        return None
    return told.count if told.count or told.known else None


async def too_few(db: AsyncSession, ask: Asker, text: ContractText, now: Utc) -> dict[str, int]:
    """As ContractText has it: nothing where as many as are agreed find a day, or it is no renewal to be signed."""
    if text.status != "signing" or text.supersedes:
        return {}
    contract = await versions.wanted(db, text.process_id, text.version, None)
    if contract.renews is None or contract.sessions_agreed is None:
        return {}
    found = await count(ask, contract, terms_of(contract), contract.renews, now)
    if found is None or found >= contract.sessions_agreed:
        return {}
    return {"fits": found, "fits_of": contract.sessions_agreed}
