"""In which phase a process is, from the cards that a viewer of the portal gets."""

from datetime import date

from services.messages.contracts import ContractCard
from services.messages.intake import InquiryCard

_ASKED = {
    "received": "screening",
    "in_matching": "matching",
    "matched": "proposal",
    "proposed": "proposal",
    "accepted": "contract",
    "reproposed": "proposal",
    "renewal": "contract",
}
"""By the inquiry's status; its other ones (redirected, declined, expired, withdrawn) are phases themselves."""
ENDED = frozenset({"closed", "renewed", "redirected", "declined", "expired", "withdrawn"})


def early_end(contract: ContractCard | None) -> date | None:
    """The last day, where it is an earlier one than was agreed, until it is over."""
    is_so = contract is not None and contract.ends_early and not contract.ended
    return contract.terms.ends_on if contract and is_so else None


def paused_openly(contract: ContractCard | None) -> bool:
    """Nobody has said yet when it goes on: its sessions wait, and its last day moves."""
    if contract is None or contract.ended or contract.ends_early:
        return False
    return contract.paused_from is not None and contract.goes_on is None


def is_paused(contract: ContractCard | None, today: date) -> bool:
    if contract is None or contract.ended or contract.ends_early or contract.paused_from is None:
        return False
    return contract.paused_from <= today and (contract.goes_on is None or today < contract.goes_on)


def phase_of(inquiry: InquiryCard, contract: ContractCard | None) -> str:
    """screening, matching, proposal, trial, contract, sessions, continuation, closed, renewed, redirected, declined,
    expired, withdrawn.

    contract: none before there is one, and for whom it is not to be seen.
    """
    if inquiry.ended or (contract and contract.ended):
        return "renewed" if contract and contract.continuation_choice == "renew" else "closed"
    if contract and contract.status == "expired":
        return "expired"
    if contract and contract.status == "signed":
        return "continuation" if contract.continuation_asked_at else "sessions"
    if inquiry.trial_open:
        return "trial"
    return _ASKED.get(inquiry.status, inquiry.status)
