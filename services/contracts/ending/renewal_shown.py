"""The contract that would follow, were it chosen today that the process goes on: looked at before anybody says so."""

from sqlmodel.ext.asyncio.session import AsyncSession

from services.contracts.papers import fitting, renewed_terms, terms, versions
from services.contracts.showing import belonging
from services.messages import contracts as messages
from services.messages.values import Utc
from services.runtime.commands.asking import Asker
from services.runtime.commands.refusal import Refusal
from services.runtime.finland import local_date
from services.runtime.policy import sees

_SHOWN_TO_ALL_IN_REACH = "phase_dates_units"


async def preview(
    db: AsyncSession, ask: Asker, query: messages.PreviewRenewal, now: Utc
) -> messages.RenewalPreview:
    """Prices by the table. Refuses: unknown_process, the same for a stranger; contract_not_signed.

    Next: services/contracts/papers/drafting.py:draft_renewal
    """
    contract = await versions.find(db, query.process_id, lock=False)
    belongs = await belonging.belongs_to(db, contract, query.viewer, local_date(now))
    if sees(query.viewer, _SHOWN_TO_ALL_IN_REACH, belongs) == "no":
        raise Refusal("unknown_process", "process_id")
    if contract.status != "signed":
        raise Refusal("contract_not_signed", "process_id")
    changed = terms.next_term(contract.starts_on, contract.ends_on)
    following = messages.Terms.model_validate(
        contract.model_dump() | changed | await renewed_terms.price_of(ask, contract)
    )
    fits = await fitting.count(ask, contract, following, contract.process_id, now)
    if sees(query.viewer, "prices_and_invoices", belongs) != "yes":
        return messages.RenewalPreview(terms=terms.unpriced(following), prices_hidden=True, fits=fits)
    return messages.RenewalPreview(terms=following, fits=fits)
