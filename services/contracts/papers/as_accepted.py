"""A draft says what was accepted last: it takes in a correction, and waits for one that is not answered yet."""

from collections.abc import Mapping
from uuid import UUID

from services.contracts.papers import terms
from services.contracts.papers.accepted import Accepted
from services.contracts.tables import Contract
from services.messages.intake import ProposalCard, ShowInquiry, ShowProposal
from services.runtime.commands.asking import Asker
from services.runtime.commands.refusal import Refusal
from services.runtime.storage.database import take_in


def take_correction(
    contract: Contract, proposal: ProposalCard, texts: Mapping[str, str], offered: Accepted
) -> None:
    """What people have written in the draft stays. texts: the provider's own, as that proposal's paper says them."""
    if contract.status == "draft" and contract.proposal_revision != proposal.revision:
        kept = {"texts": dict(texts), "accepted": offered.model_dump(mode="json")}
        take_in(contract, {**terms.as_proposed(proposal), **kept})


async def check(ask: Asker, contract: Contract) -> UUID:
    """Whether its draft may go to its signers; whom it is to name as the supervisor, who may be chosen anew until then.

    Refuses: proposal_open, proposal_changed.
    """
    if contract.status != "draft":
        return contract.supervisor_id
    if contract.renews:
        return await _chosen_for_renewal(ask, contract)
    proposal = await ask(ShowProposal(process_id=contract.process_id, accepted=True))
    if proposal.is_being_corrected:
        raise Refusal("proposal_open", "process_id")
    if proposal.revision != contract.proposal_revision:
        raise Refusal("proposal_changed", "process_id", "is not in the draft yet")
    return proposal.supervisor_id


async def _chosen_for_renewal(ask: Asker, contract: Contract) -> UUID:
    """Who is in the draft, where nobody else knows the successor yet."""
    try:
        inquiry = await ask(ShowInquiry(process_id=contract.process_id))
    except Refusal as refusal:
        if refusal.code != "unknown_process":
            raise
        return contract.supervisor_id
    return inquiry.supervisor_id or contract.supervisor_id
