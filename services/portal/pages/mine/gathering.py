"""The cards from which follows what waits: of the role that is acted in, and of whatever else the same person is."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from services.messages.billing import ListWantedReferences, WantedReference
from services.messages.contracts import (
    ContractCard,
    ListContracts,
    ListTrials,
    Newcomer,
    ShowContract,
    ShowNewcomers,
    TrialShown,
)
from services.messages.intake import FindProcess, InquiryCard, ListInquiries, ProposalCard, ShowProposal
from services.messages.sessions import ListReviews, ReviewCard, ShowWaiting
from services.messages.values import Role, Viewer
from services.portal.pages.mine.waiting import Cards, Waiting, is_open_proposal, may_have_reviews, waiting_for
from services.portal.pages.processes.own_process import Process, or_nothing
from services.runtime.commands.parts import all_parts
from services.runtime.policy import may
from services.web.pages.visit import Visit
from services.web.sign_in.identity import Standing, viewer_of


@dataclass(frozen=True)
class InOtherRole:
    """What waits for the same person, who must change to this standing to do it. waiting: never empty."""

    standing: Standing
    waiting: Sequence[Waiting]

    @property
    def count(self) -> int:
        return len(self.waiting)


async def in_other_roles(visit: Visit, process: Process | None = None) -> list[InOtherRole]:
    """process: of this one alone. Who has one role asks nothing more."""
    if visit.identity is None:
        return []
    identity = visit.identity
    others = [one for one in identity.standings if one.key != visit.standing.key]
    number = process.number if process else None
    asked = (cards_of(visit, viewer_of(identity, one), number) for one in others)
    found = zip(others, await asyncio.gather(*asked), strict=True)
    return [InOtherRole(one, waiting) for one, cards in found if (waiting := waiting_for(cards))]


async def cards_of(visit: Visit, viewer: Viewer, number: str | None = None) -> Cards:
    """All that the viewer's home is made of, or one process alone."""
    (inquiries, contracts), waits = await asyncio.gather(
        _one(visit, viewer, number) if number else _all(visit, viewer),
        visit.ask(ShowWaiting(viewer=viewer, as_of=visit.now)),
    )
    proposals, reviews, changes, newcomers, trials, references = await asyncio.gather(
        _proposals(visit, viewer, inquiries),
        _reviews(visit, viewer, contracts),
        _changes(visit, viewer, contracts),
        _newcomers(visit, viewer, contracts),
        _trials(visit, viewer),
        wanted_references(visit, viewer, number),
    )
    return Cards(inquiries, contracts, proposals, reviews, waits, changes, newcomers, trials, references)


async def _all(visit: Visit, viewer: Viewer) -> tuple[list[InquiryCard], list[ContractCard]]:
    inquiries, contracts = await asyncio.gather(
        all_parts(visit.ask, ListInquiries(viewer=viewer)), all_parts(visit.ask, ListContracts(viewer=viewer))
    )
    return [one for part in inquiries for one in part.inquiries], [
        one for part in contracts for one in part.contracts
    ]


async def _one(visit: Visit, viewer: Viewer, number: str) -> tuple[list[InquiryCard], list[ContractCard]]:
    """Nothing of a process that is out of the viewer's reach."""
    inquiry = await or_nothing(visit.ask(FindProcess(number=number, viewer=viewer)), "unknown_process")
    if inquiry is None:
        return [], []
    paper = ShowContract(process_id=inquiry.process_id, viewer=viewer)
    contract = await or_nothing(visit.ask(paper), "unknown_process")
    return [inquiry], [contract] if contract else []


async def _trials(visit: Visit, viewer: Viewer) -> list[TrialShown]:
    """Those that are asked about, or have begun."""
    if not may(viewer.role, "agree_to_trial"):
        return []
    found = (await visit.ask(ListTrials(viewer=viewer))).trials
    return [one for one in found if one.own.may_agree or min(one.starts_at, default=visit.now) < visit.now]


async def wanted_references(visit: Visit, viewer: Viewer, number: str | None = None) -> list[WantedReference]:
    """For which invoices wait, where the viewer looks after the billing data. number: of this process alone."""
    if not may(viewer.role, "manage_invoicing"):
        return []
    found = (await visit.ask(ListWantedReferences(viewer=viewer))).wanted
    return [one for one in found if number is None or number in one.process_numbers]


async def _proposals(
    visit: Visit, viewer: Viewer, inquiries: Sequence[InquiryCard]
) -> dict[UUID, ProposalCard]:
    if viewer.role is not Role.COMMISSIONER:
        return {}
    sent = [one.process_id for one in filter(is_open_proposal, inquiries)]
    asked = (visit.ask(ShowProposal(process_id=one, viewer=viewer)) for one in sent)
    return dict(zip(sent, await asyncio.gather(*asked), strict=True))


async def _changes(
    visit: Visit, viewer: Viewer, contracts: Sequence[ContractCard]
) -> dict[UUID, ContractCard]:
    """Of a contract that counts the version that is to come after it, once it is signed."""
    ids = {one.process_id: one.open_amendment for one in contracts if one.open_amendment}
    asked = (
        visit.ask(ShowContract(process_id=one, viewer=viewer, version=version))
        for one, version in ids.items()
    )
    return dict(zip(ids, await asyncio.gather(*asked), strict=True))


async def _reviews(
    visit: Visit, viewer: Viewer, contracts: Sequence[ContractCard]
) -> dict[UUID, list[ReviewCard]]:
    """A supervisee's consents wait there; nobody else has any to give at this door."""
    if viewer.role is not Role.SUPERVISEE:
        return {}
    running = [one.process_id for one in filter(may_have_reviews, contracts)]
    asked = (visit.ask(ListReviews(process_id=one, viewer=viewer)) for one in running)
    return dict(zip(running, [one.reviews for one in await asyncio.gather(*asked)], strict=True))


async def _newcomers(
    visit: Visit, viewer: Viewer, contracts: Sequence[ContractCard]
) -> dict[UUID, list[Newcomer]]:
    """Of the groups of which the viewer is a member; who is asked to join one is told nobody else's name."""
    if viewer.role is not Role.SUPERVISEE:
        return {}
    groups = [one.process_id for one in contracts if may_have_reviews(one) and one.largest_group > 1]
    asked = (
        or_nothing(visit.ask(ShowNewcomers(process_id=one, viewer=viewer)), "unknown_process")
        for one in groups
    )
    found = zip(groups, await asyncio.gather(*asked), strict=True)
    return {process_id: shown.newcomers for process_id, shown in found if shown}
