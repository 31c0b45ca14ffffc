"""A draft says what was accepted last: it takes in a correction, and waits for one that is not answered yet."""

from collections.abc import Mapping

from services.contracts.papers import terms
from services.contracts.tables import Contract
from services.messages.intake import ProposalCard, ShowProposal
from services.runtime.commands.asking import Asker
from services.runtime.commands.refusal import Refusal
from services.runtime.storage.database import take_in


def take_correction(contract: Contract, proposal: ProposalCard, texts: Mapping[str, str]) -> None:
    """What people have written in the draft stays. texts: the provider's own, as that proposal's paper says them."""
    if contract.status == "draft" and contract.proposal_revision != proposal.revision:
        take_in(contract, {**terms.as_proposed(proposal), "texts": dict(texts)})


async def check(ask: Asker, contract: Contract) -> None:
    """Whether its draft may go to its signers. Refuses: proposal_open, proposal_changed."""
    if contract.status != "draft" or contract.renews:
        return
    proposal = await ask(ShowProposal(process_id=contract.process_id, accepted=True))
    if proposal.is_being_corrected:
        raise Refusal("proposal_open", "process_id")
    if proposal.revision != contract.proposal_revision:
        raise Refusal("proposal_changed", "process_id", "is not in the draft yet")
