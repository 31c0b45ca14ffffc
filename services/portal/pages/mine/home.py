"""Where one is led after the sign-in: what waits, the next sessions, the newest invoices, the processes."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from services.messages.billing import InvoiceCard, ListInvoices
from services.messages.directory import AdmissionCard
from services.messages.policy import scope
from services.messages.sessions import ListMySessions, SessionCard
from services.messages.values import Audience, Role
from services.portal.pages.mine.gathering import cards_of, in_other_roles
from services.portal.pages.mine.waiting import Cards, waiting_for
from services.portal.pages.people.own import givable, waits_to_be_let_in
from services.portal.pages.processes.phases import ENDED, early_end, is_paused, phase_of
from services.runtime.finland import local_date
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
    ends_early: date | None
    is_paused: bool = False


@router.get("/home")
async def home(visit: SignedIn) -> HTMLResponse:
    cards, elsewhere, sessions, invoices = await asyncio.gather(
        cards_of(visit, visit.viewer),
        in_other_roles(visit),
        _next_sessions(visit),
        _newest_invoices(visit),
    )
    under_way = _under_way(cards, sessions, local_date(visit.now))
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


def _under_way(cards: Cards, sessions: Sequence[SessionCard], today: date) -> list[Row]:
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
            is_paused(paper, today),
        )
        for one in cards.inquiries
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
