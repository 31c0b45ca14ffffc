"""What waits for somebody: gathered from the cards, on which their owners say what this viewer may do now."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal
from uuid import UUID

from services.messages.billing import WantedReference
from services.messages.contracts import ContractCard, Newcomer, TrialShown
from services.messages.directory import REFERENCES
from services.messages.intake import InquiryCard, ProposalCard
from services.messages.sessions import ReviewCard, Waits
from services.runtime.finland import ONE_DAY, local_date

Kind = Literal[
    "proposal", "consent", "sign", "review", "continuation", "earlier_end", "goal", "plan", "nobody_can_come",
    "representative", "change", "newcomer", "trial", "inquiry", "buyer_reference", "order_number", "agreement",
]  # fmt: skip
AN_INSTANT = timedelta(microseconds=1)
_PAGES: dict[Kind, str] = {
    "inquiry": "confirm",
    "proposal": "proposal",
    "consent": "contract",
    "sign": "contract",
    "review": "reviews",
    "continuation": "close",
    "earlier_end": "earlier-end",
    "goal": "goals",
    "plan": "plan",
    "representative": "representative",
    "change": "contract/change",
    "newcomer": "joining",
    "trial": "trial",
    "nobody_can_come": "schedule",
}


@dataclass(frozen=True)
class Waiting:
    """number: the process's. due: the last day for it, where there is one. session: which of the process's.

    others: the numbers of further processes that it is for.
    """

    kind: Kind
    number: str
    due: date | None = None
    session: int | None = None
    others: Sequence[str] = ()

    @property
    def numbers(self) -> str:
        return ", ".join(filter(None, (self.number, *self.others)))

    @property
    def path(self) -> str:
        """The page that does it."""
        if self.kind in REFERENCES:
            return f"/organisation/billing#field-{self.kind}"
        return f"/processes/{self.number}/{_PAGES[self.kind]}"


@dataclass(frozen=True)
class Cards:
    """All that one viewer was shown. proposals, reviews: by process; only those that were asked for.

    references: for which invoices wait. waits: what sessions says that waits for them.
    changes: by process, of a contract the change that is not signed yet.
    newcomers: by process, who joins its group or is to.
    """

    inquiries: Sequence[InquiryCard]
    contracts: Sequence[ContractCard]
    proposals: Mapping[UUID, ProposalCard]
    reviews: Mapping[UUID, Sequence[ReviewCard]]
    waits: Waits = field(default_factory=lambda: Waits(goals=[], nobody_can_come=[]))
    changes: Mapping[UUID, ContractCard] = field(default_factory=dict)
    newcomers: Mapping[UUID, Sequence[Newcomer]] = field(default_factory=dict)
    trials: Sequence[TrialShown] = ()
    references: Sequence[WantedReference] = ()

    @property
    def numbers(self) -> dict[UUID, str]:
        return {one.process_id: one.number for one in self.inquiries}


def waiting_for(cards: Cards) -> list[Waiting]:
    """The most pressing first: what has a last day by that day, then the rest in the order of the contracts."""
    found = [*_proposals(cards), *_trials(cards), *_contracts(cards), *_of_groups(cards), *_references(cards)]
    return sorted(found, key=lambda one: one.due or date.max)


def is_open_proposal(inquiry: InquiryCard) -> bool:
    """Whether its proposal is to be asked for."""
    return inquiry.status in ("proposed", "reproposed") and not inquiry.ended


def may_have_reviews(contract: ContractCard) -> bool:
    """Whether its reviews are to be asked for."""
    return contract.status == "signed" and not contract.ended


def _proposals(cards: Cards) -> Iterator[Waiting]:
    for inquiry in cards.inquiries:
        if inquiry.may_confirm:
            yield Waiting("inquiry", inquiry.number)
        proposal = cards.proposals.get(inquiry.process_id)
        if proposal and proposal.may_answer:
            yield Waiting("proposal", inquiry.number, proposal.valid_until)


def _trials(cards: Cards) -> Iterator[Waiting]:
    """Their yes to it, and then, once it has begun, whether it goes on."""
    for trial in cards.trials:
        number, own = cards.numbers.get(trial.process_id), trial.own
        asks = own.may_agree or (own.may_decide and own.word is None)
        due = trial.answer_until if own.may_agree else trial.decide_by
        if number and asks:
            yield Waiting("trial", number, local_date(due - AN_INSTANT) if due else None)


def _contracts(cards: Cards) -> Iterator[Waiting]:
    numbers = cards.numbers
    for contract in cards.contracts:
        number, own = numbers.get(contract.process_id), contract.own
        if number is None:
            continue
        if own.may_sign:
            yield Waiting("sign", number)
        elif own.may_consent:
            yield Waiting("consent", number)
        change = cards.changes.get(contract.process_id)
        if change and (change.own.may_sign or change.own.may_consent):
            yield Waiting("change", number, local_date(change.lapses_at) if change.lapses_at else None)
        if own.choice_awaited:
            yield Waiting("continuation", number, contract.terms.ends_on)
        if own.answer_end_by:
            yield Waiting("earlier_end", number, own.answer_end_by)
        if any(
            review.may_consent and not review.refused_at
            for review in cards.reviews.get(contract.process_id, ())
        ):
            yield Waiting("review", number)


def _of_groups(cards: Cards) -> Iterator[Waiting]:
    numbers = cards.numbers
    for one in cards.waits.nobody_can_come:
        if one.process_id in numbers:
            yield Waiting(
                "nobody_can_come", numbers[one.process_id], local_date(one.starts_at), session=one.number
            )
    for process_id, joining in cards.newcomers.items():
        awaited = [one.from_day for one in joining if one.may_answer]
        if awaited and process_id in numbers:  # it falls when the day comes
            yield Waiting("newcomer", numbers[process_id], min(awaited) - ONE_DAY)
    for process_id in cards.waits.plans:
        if process_id in numbers:
            yield Waiting("plan", numbers[process_id])
    for process_id in cards.waits.representatives:
        if process_id in numbers:
            yield Waiting("representative", numbers[process_id])
    for process_id in cards.waits.goals:
        if process_id in numbers:
            yield Waiting("goal", numbers[process_id])


def _references(cards: Cards) -> Iterator[Waiting]:
    """What invoices wait for, of what the viewer gives with their own billing data."""
    for one in cards.references:
        if one.yours:
            first, *others = one.process_numbers or [""]
            yield Waiting(one.reference, first, others=others)
