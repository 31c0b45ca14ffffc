"""Whether who is to be the supervisor, or to take a contract over, still can, asked again of its owner at signing."""

from services.contracts.tables import Contract
from services.messages.intake import ShowObstacles
from services.messages.sessions import FindLastPlanned
from services.runtime.commands.asking import Asker
from services.runtime.commands.refusal import Refusal
from services.runtime.provider.supervisors import card_of


async def check_leaver(ask: Asker, contract: Contract) -> None:
    """Nobody signs a first paper, or a renewal's, that names as supervisor who has left before it begins.

    Refuses: supervisor_leaves.
    """
    if contract.supersedes:
        return
    card = await card_of(ask, contract.supervisor_id)
    if card and card.leaves_on and card.leaves_on < contract.starts_on:
        raise Refusal("supervisor_leaves", "process_id")


async def check_other(ask: Asker, contract: Contract) -> None:
    """Through the last session that they take, as when they were proposed; their place is kept for them.

    Refuses: supervisor_eligible_no_more.
    """
    if contract.change_reason is None:
        return
    first = contract.effective_from or contract.starts_on
    days = FindLastPlanned(process_id=contract.process_id, from_day=first, until_day=contract.until_day)
    last = (await ask(days)).day
    who = {"process_id": contract.process_id, "supervisor_id": contract.supervisor_id}
    found = await ask(ShowObstacles(**who, on=max(last or first, first)))
    if found.reasons:
        raise Refusal("supervisor_eligible_no_more", "process_id", ", ".join(found.reasons))
