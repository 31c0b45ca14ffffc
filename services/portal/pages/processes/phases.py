"""In which phase a process is, from the cards that a viewer of the portal gets."""

from datetime import date
from typing import NamedTuple

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
OVER = frozenset({"closed", "renewed", "not_renewed"})
"""Its year was over, or was ended early."""
ENDED = OVER | {"never_began", "redirected", "declined", "expired", "withdrawn"}


class EarlyEnd(NamedTuple):
    last_day: date
    never_began: bool


def early_end(contract: ContractCard | None) -> EarlyEnd | None:
    """Where the last day is an earlier one than was agreed, until it is over."""
    is_so = contract is not None and contract.ends_early and not contract.ended
    return EarlyEnd(contract.terms.ends_on, contract.never_began) if contract and is_so else None


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
    """screening, matching, proposal, trial, contract, sessions, continuation, or one of ENDED.

    contract: none before there is one, and for whom it is not to be seen.
    """
    if contract and contract.status == "expired":
        return "expired"
    if inquiry.ended or (contract and contract.ended):
        return _ended(contract)
    if contract and contract.status == "signed":
        return "continuation" if contract.continuation_asked_at else "sessions"
    if inquiry.trial_open:
        return "trial"
    return _ASKED.get(inquiry.status, inquiry.status)


def _ended(contract: ContractCard | None) -> str:
    """What was chosen to follow may have come to nothing since."""
    if contract is None:
        return "closed"
    if contract.never_began:
        return "never_began"
    if contract.continuation_choice != "renew":
        return "closed"
    return "not_renewed" if contract.renewal in ("lapsed", "off") else "renewed"
