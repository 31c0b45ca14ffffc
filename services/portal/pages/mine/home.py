"""Where one is led after the sign-in: what waits, the next sessions, the newest invoices, the processes."""

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from services.messages.billing import InvoiceCard, ListInvoices
from services.messages.directory import AdmissionCard
from services.messages.policy import scope
from services.messages.sessions import ListMySessions, SessionCard, ShowGroup
from services.messages.values import Audience, Role
from services.portal.pages.mine.gathering import cards_of, in_other_roles
from services.portal.pages.mine.waiting import Cards, may_have_reviews, waiting_for
from services.portal.pages.people.own import givable, waits_to_be_let_in
from services.portal.pages.processes.own_process import or_nothing
from services.portal.pages.processes.phases import ENDED, EarlyEnd, early_end, is_paused, phase_of
from services.runtime.finland import local_date
from services.web.pages.patience import answer_or_none
from services.web.pages.visit import SignedIn, Visit

router = APIRouter()
_AHEAD = timedelta(days=120)
_SHOWN = 5
_MOST_ROWS = 12


@dataclass(frozen=True)
class Row:
    """A process that is under way. next: when its next session begins, where one is planned.

    ends_early: as of `phases.early_end`. is_paused: today.
    """

    number: str
    audience: Audience
    phase: str
    next: datetime | None
    ends_early: EarlyEnd | None
    is_paused: bool = False


@router.get("/home")
async def home(visit: SignedIn) -> HTMLResponse:
    cards, elsewhere, sessions, invoices = await asyncio.gather(
        cards_of(visit, visit.viewer),
        in_other_roles(visit),
        _next_sessions(visit),
        _newest_invoices(visit),
    )
    under_way = _under_way(cards, sessions, local_date(visit.now), await _left(visit, cards))
    return await visit.page(
        "home/show.html",
        waiting=waiting_for(cards),
        elsewhere=elsewhere,
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


async def _left(visit: Visit, cards: Cards) -> set[UUID]:
    """As a member, by today; what was theirs until then is found among all processes."""
    if visit.viewer.role is not Role.SUPERVISEE:
        return set()
    groups = [one.process_id for one in cards.contracts if may_have_reviews(one) and one.largest_group > 1]
    queries = [ShowGroup(process_id=one, viewer=visit.viewer) for one in groups]
    asked = (or_nothing(answer_or_none(visit, one), "unknown_process") for one in queries)
    today = local_date(visit.now)
    found = zip(groups, await asyncio.gather(*asked), strict=True)
    return {one for one, group in found if group and group.left_on and group.left_on < today}


def _under_way(
    cards: Cards, sessions: Sequence[SessionCard], today: date, left: Collection[UUID]
) -> list[Row]:
    """The newest first, as the inquiries are. left: those whose group the viewer has left."""
    contracts = {one.process_id: one for one in cards.contracts}
    starts = {one.process_id: one.starts_at for one in reversed(sessions)}
    rows = (
        Row(
            one.number,
            one.audience,
            phase_of(one, paper := contracts.get(one.process_id)),
            starts.get(one.process_id),
            early_end(paper),
            is_paused(paper, today),
        )
        for one in cards.inquiries
        if one.process_id not in left
    )
    return [row for row in rows if row.phase not in ENDED]


async def _next_sessions(visit: Visit) -> list[SessionCard]:
    """Those still planned, the nearest first."""
    ahead = ListMySessions(viewer=visit.viewer, from_=visit.now, until=visit.now + _AHEAD)
    return [one for one in (await visit.ask(ahead)).sessions if one.status == "planned"]


async def _newest_invoices(visit: Visit) -> list[InvoiceCard]:
    if not _sees_prices(visit):
        return []
    found = (await visit.ask(ListInvoices(viewer=visit.viewer))).invoices
    return found[-_SHOWN:][::-1]


async def _admissions(visit: Visit) -> list[AdmissionCard]:
    organisation_id = visit.viewer.organisation_id
    if visit.viewer.role is not Role.COMMISSIONER or organisation_id is None:
        return []
    return (await waits_to_be_let_in(visit, await givable(visit, organisation_id))).admissions


def _sees_prices(visit: Visit) -> bool:
    return scope(visit.viewer.role, "prices_and_invoices") != "no"
