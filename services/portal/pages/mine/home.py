"""Where one is led after the sign-in: what waits, the next sessions, the newest invoices, the processes."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from services.messages.billing import InvoiceCard, ListInvoices
from services.messages.contracts import (
    ContractCard,
    ListContracts,
    ListTrials,
    Newcomer,
    ShowContract,
    ShowNewcomers,
    TrialShown,
)
from services.messages.directory import AdmissionCard
from services.messages.intake import InquiryCard, ListInquiries, ProposalCard, ShowProposal
from services.messages.policy import scope
from services.messages.sessions import ListMySessions, ListReviews, ReviewCard, SessionCard, ShowWaiting
from services.messages.values import Audience, Role
from services.portal.pages.mine.waiting import Cards, is_open_proposal, may_have_reviews, waiting_for
from services.portal.pages.people.own import givable, waits_to_be_let_in
from services.portal.pages.processes.own_process import or_nothing
from services.portal.pages.processes.phases import ENDED, early_end, phase_of
from services.runtime.commands.parts import all_parts
from services.runtime.finland import local_date
from services.web.pages.visit import SignedIn, Visit

router = APIRouter()
_AHEAD = timedelta(days=120)
_SHOWN = 5
_MOST_ROWS = 12


@dataclass(frozen=True)
class Row:
    """A process that is under way. next: when its next session begins, where one is planned.

    ends_early: as of `phases.early_end`.
    """

    number: str
    audience: Audience
    phase: str
    next: datetime | None
    ends_early: date | None


@router.get("/home")
async def home(visit: SignedIn) -> HTMLResponse:
    inquiry_parts, contract_parts, sessions, invoices, waits = await asyncio.gather(
        all_parts(visit.ask, ListInquiries(viewer=visit.viewer)),
        all_parts(visit.ask, ListContracts(viewer=visit.viewer)),
        _next_sessions(visit),
        _newest_invoices(visit),
        visit.ask(ShowWaiting(viewer=visit.viewer, as_of=visit.now)),
    )
    inquiries = [one for part in inquiry_parts for one in part.inquiries]
    contracts = [one for part in contract_parts for one in part.contracts]
    proposals, reviews, changes, newcomers, trials = await asyncio.gather(
        _proposals(visit, inquiries),
        _reviews(visit, contracts),
        _changes(visit, contracts),
        _newcomers(visit, contracts),
        _trials(visit),
    )
    cards = Cards(inquiries, contracts, proposals, reviews, waits, changes, newcomers, trials)
    under_way = _under_way(cards, sessions)
    return await visit.page(
        "home/show.html",
        waiting=waiting_for(cards),
        admissions=await _admissions(visit),
        today=local_date(visit.now),
        rows=under_way[:_MOST_ROWS],
        under_way=len(under_way),
        has_processes=bool(cards.inquiries),
        numbers=cards.numbers,
        sessions=sessions[:_SHOWN],
        invoices=invoices,
        sees_prices=_sees_prices(visit),
    )


def _under_way(cards: Cards, sessions: Sequence[SessionCard]) -> list[Row]:
    """The newest first, as the inquiries are."""
    contracts = {one.process_id: one for one in cards.contracts}
    starts = {one.process_id: one.starts_at for one in reversed(sessions)}
    rows = (
        Row(
            one.number,
            one.audience,
            phase_of(one, paper := contracts.get(one.process_id)),
            starts.get(one.process_id),
            early_end(paper),
        )
        for one in cards.inquiries
    )
    return [row for row in rows if row.phase not in ENDED]


async def _trials(visit: Visit) -> list[TrialShown]:
    """Those that are asked about, or have begun."""
    found = (await visit.ask(ListTrials(viewer=visit.viewer))).trials if visit.may("agree_to_trial") else []
    return [one for one in found if one.own.may_agree or min(one.starts_at, default=visit.now) < visit.now]


async def _next_sessions(visit: Visit) -> list[SessionCard]:
    """Those still planned, the nearest first."""
    ahead = ListMySessions(viewer=visit.viewer, from_=visit.now, until=visit.now + _AHEAD)
    return [one for one in (await visit.ask(ahead)).sessions if one.status == "planned"]


async def _newest_invoices(visit: Visit) -> list[InvoiceCard]:
    if not _sees_prices(visit):
        return []
    found = (await visit.ask(ListInvoices(viewer=visit.viewer))).invoices
    return found[-_SHOWN:][::-1]


async def _proposals(visit: Visit, inquiries: Sequence[InquiryCard]) -> dict[UUID, ProposalCard]:
    if visit.viewer.role is not Role.COMMISSIONER:
        return {}
    sent = [one.process_id for one in filter(is_open_proposal, inquiries)]
    asked = (visit.ask(ShowProposal(process_id=one, viewer=visit.viewer)) for one in sent)
    return dict(zip(sent, await asyncio.gather(*asked), strict=True))


async def _changes(visit: Visit, contracts: Sequence[ContractCard]) -> dict[UUID, ContractCard]:
    """Of a contract that counts the version that is to come after it, once it is signed."""
    ids = {one.process_id: one.open_amendment for one in contracts if one.open_amendment}
    asked = (
        visit.ask(ShowContract(process_id=one, viewer=visit.viewer, version=version))
        for one, version in ids.items()
    )
    return dict(zip(ids, await asyncio.gather(*asked), strict=True))


async def _reviews(visit: Visit, contracts: Sequence[ContractCard]) -> dict[UUID, list[ReviewCard]]:
    """A supervisee's consents wait there; nobody else has any to give at this door."""
    if visit.viewer.role is not Role.SUPERVISEE:
        return {}
    running = [one.process_id for one in filter(may_have_reviews, contracts)]
    asked = (visit.ask(ListReviews(process_id=one, viewer=visit.viewer)) for one in running)
    return dict(zip(running, [one.reviews for one in await asyncio.gather(*asked)], strict=True))


async def _newcomers(visit: Visit, contracts: Sequence[ContractCard]) -> dict[UUID, list[Newcomer]]:
    """Of the groups of which the viewer is a member; who is asked to join one is told nobody else's name."""
    if visit.viewer.role is not Role.SUPERVISEE:
        return {}
    groups = [one.process_id for one in contracts if may_have_reviews(one) and one.largest_group > 1]
    asked = (
        or_nothing(visit.ask(ShowNewcomers(process_id=one, viewer=visit.viewer)), "unknown_process")
        for one in groups
    )
    found = zip(groups, await asyncio.gather(*asked), strict=True)
    return {process_id: shown.newcomers for process_id, shown in found if shown}


async def _admissions(visit: Visit) -> list[AdmissionCard]:
    organisation_id = visit.viewer.organisation_id
    if visit.viewer.role is not Role.COMMISSIONER or organisation_id is None:
        return []
    return (await waits_to_be_let_in(visit, await givable(visit, organisation_id))).admissions


def _sees_prices(visit: Visit) -> bool:
    return scope(visit.viewer.role, "prices_and_invoices") != "no"
