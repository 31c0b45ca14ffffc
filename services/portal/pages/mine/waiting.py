"""What waits for somebody: a pure rule over the cards that the services gave them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

from services.messages.contracts import ContractCard
from services.messages.intake import InquiryCard, ProposalCard
from services.messages.sessions import ReviewCard
from services.messages.values import Party, Role, Viewer

Kind = Literal["proposal", "consent", "sign", "review", "continuation"]
_PAGES: dict[Kind, str] = {
    "proposal": "proposal",
    "consent": "contract",
    "sign": "contract",
    "review": "reviews",
    "continuation": "close",
}


@dataclass(frozen=True)
class Waiting:
    """number: the process's. due: the last day for it, where there is one."""

    kind: Kind
    number: str
    due: date | None = None

    @property
    def path(self) -> str:
        """The page that does it."""
        return f"/processes/{self.number}/{_PAGES[self.kind]}"


@dataclass(frozen=True)
class Cards:
    """All that one viewer was shown. proposals, reviews: by process; only those that were asked for."""

    inquiries: Sequence[InquiryCard]
    contracts: Sequence[ContractCard]
    proposals: Mapping[UUID, ProposalCard]
    reviews: Mapping[UUID, Sequence[ReviewCard]]

    @property
    def numbers(self) -> dict[UUID, str]:
        return {one.process_id: one.number for one in self.inquiries}


def waiting_for(viewer: Viewer, cards: Cards) -> list[Waiting]:
    """The most pressing first: what has a last day by that day, then the rest in the order of the contracts."""
    found = [*_proposals(viewer, cards), *_contracts(viewer, cards)]
    return sorted(found, key=lambda one: one.due or date.max)


def is_open_proposal(inquiry: InquiryCard) -> bool:
    """Whether its proposal is to be asked for."""
    return inquiry.status == "proposed" and not inquiry.ended


def may_have_reviews(contract: ContractCard) -> bool:
    """Whether its reviews are to be asked for."""
    return contract.status == "signed" and not contract.ended


def _proposals(viewer: Viewer, cards: Cards) -> Iterator[Waiting]:
    if viewer.role is not Role.COMMISSIONER:
        return
    for inquiry in filter(is_open_proposal, cards.inquiries):
        proposal = cards.proposals.get(inquiry.process_id)
        if proposal and proposal.answer is None:
            yield Waiting("proposal", inquiry.number, proposal.valid_until)


def _contracts(viewer: Viewer, cards: Cards) -> Iterator[Waiting]:
    numbers = cards.numbers
    for contract in cards.contracts:
        number = numbers.get(contract.process_id)
        if number is None or contract.ended:
            continue
        if contract.status == "signing":
            yield from _to_sign(viewer, contract, number)
        elif viewer.role is Role.SUPERVISEE:
            if any(review.may_consent for review in cards.reviews.get(contract.process_id, ())):
                yield Waiting("review", number)
        elif viewer.role is Role.COMMISSIONER and _is_continuation_open(contract):
            yield Waiting("continuation", number, contract.terms.ends_on)


def _to_sign(viewer: Viewer, contract: ContractCard, number: str) -> Iterator[Waiting]:
    """A member consents at any time; whose turn it is signs, a group's representative after every consent."""
    parties, turn = contract.parties, contract.next_party
    if viewer.role is Role.COMMISSIONER:
        if turn is Party.COMMISSIONER and parties.commissioner_id == viewer.person_id:
            yield Waiting("sign", number)
    elif viewer.role is Role.SUPERVISEE:
        if viewer.person_id in contract.missing_consents:
            yield Waiting("consent", number)
        elif (
            turn is Party.SUPERVISEE
            and parties.representative_id == viewer.person_id
            and not contract.missing_consents
        ):
            yield Waiting("sign", number)


def _is_continuation_open(contract: ContractCard) -> bool:
    return contract.continuation_asked_at is not None and contract.continuation_choice is None
