"""One process: its card, what waits, and its timeline: events, the workflow, mails and signatures in one order."""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from services.console.board.phases import OPEN, Phase, paused_openly
from services.console.board.queries.card_queries import card
from services.console.board.queries.session_calendar import Meeting, meetings_of
from services.console.board.queries.views import Card
from services.console.board.timeline import Moment, timeline
from services.console.pages.labels.mails import MAIL_REASONS, MAILS, NOT_WRITTEN
from services.console.pages.labels.platform import STEP_NAMES, STEPS
from services.console.pages.labels.processes import OF_WHAT
from services.console.pages.names import coordinators, names_of
from services.console.pages.processes import line_words, mail_lines
from services.console.pages.processes.changes.group import group_of
from services.console.pages.processes.process_access import part_of
from services.messages.billing import ItemsAside, ListItemsAside
from services.messages.contracts import ContractCard, ShowContract, ShowTerms
from services.messages.intake import ShowInquiry
from services.messages.keep_times import HISTORIES, LETTERS, YEAR
from services.messages.notices import ListMails, MailCard
from services.messages.process import HistoryEntry, ShowProcessHistory
from services.messages.values import Role
from services.runtime.commands.refusal import Fault, Refusal
from services.runtime.finland import local_date
from services.runtime.policy import may
from services.web.http.errors import NotFound
from services.web.pages.languages import marked as _
from services.web.pages.process_forms.earlier_times import as_it_is
from services.web.pages.visit import SignedIn, Visit

router = APIRouter()
NEWEST = 40
_APART = timedelta(minutes=1)
_KEPT = _(
    "Letters are shown here for %(letters)s years after they were sent, and the system's steps for %(steps)s years"
    " after the end. What happened stays."
)
_ICONS = {
    "intake": "document",
    "contracts": "pen",
    "sessions": "calendar",
    "billing": "document",
    "notices": "mail",
}


@dataclass(frozen=True)
class Line:
    """One line of the timeline. more: which of several, or why; or empty. is_routine: shown where it is looked for."""

    at: datetime
    source: str
    title: str
    more: str = ""
    is_routine: bool = False


@router.get("/processes/{number}")
async def process(visit: SignedIn, number: str, only: str = "", every: bool = False) -> HTMLResponse:
    """only: the one source whose lines are shown. every: also those beyond the newest ones."""
    found = await _found(visit, number.upper())
    part = await part_of(visit, found.process_id, found.supervisor_id)
    lines, told = await asyncio.gather(_lines(visit, found.process_id), _told(visit, found))
    if not part.reads:  # what has come since is the next supervisor's
        told["meetings"] = [one for one in told["meetings"] if one.supervisor_id == visit.person_id]
        lines = []
    chosen = [one for one in lines if only == one.source or not (only or one.is_routine)]
    await visit.note("opened_process", found.process_id)
    return await visit.page(
        "process/show.html",
        card=found,
        schedule=as_it_is(told["meetings"], ended=found.ended_at is not None),
        **told,
        part=part,
        coordinators=await coordinators(visit) if _is_given(visit, found) else [],
        end_moves=paused_openly(found),
        lines=chosen if every else chosen[:NEWEST],
        all_lines=len(chosen),
        sources={
            one: visit.text(words) for one, words in OF_WHAT.items() if one in {line.source for line in lines}
        },
        only=only,
        kept=_kept(visit, found),
        other_time=_in_other_time(visit.now, visit.door.real_clock.now(), chosen),
        icons=_ICONS,
        now=visit.now,
        today=local_date(visit.now),
    )


async def _told(visit: Visit, found: Card) -> dict[str, Any]:
    """What the page shows besides its timeline, by the template's names."""
    group, inquiry, aside, price_cents, contract = await asyncio.gather(
        group_of(visit, found.process_id),
        visit.ask(ShowInquiry(process_id=found.process_id, viewer=visit.viewer)),
        _aside(visit, found.process_id),
        _price_today(visit, found),
        _contract(visit, found),
    )
    async with visit.transaction() as db:
        meetings = await meetings_of(db, visit.viewer, found.process_id)
    stands_in = contract.stands_in if contract else None
    people = [found.coordinator_id, found.supervisor_id, found.contact_id]
    people += [stands_in.person_id] if stands_in else []
    names = await names_of(visit, people + [one.set_by for one in aside.items])
    told: dict[str, Any] = {"group": group, "inquiry": inquiry, "aside": aside}
    told |= {"meetings": meetings, "names": names, "stands_in": stands_in, "price_cents": price_cents}
    told |= {"open_to": contract.open_to if contract else []}
    return told | {"next_open": _next_open(visit, meetings)}


def _next_open(visit: Visit, meetings: Sequence[Meeting]) -> Meeting | None:
    """The first still to come of which the visitor may say where it is."""
    if not visit.may("propose_plan"):
        return None
    theirs_alone = visit.viewer.role is Role.SUPERVISOR
    coming = [
        one
        for one in meetings
        if one.status == "planned" and not one.trial and one.starts_at > visit.now
        if not theirs_alone or one.supervisor_id == visit.person_id
    ]
    return min(coming, key=lambda one: one.starts_at, default=None)


async def _aside(visit: Visit, process_id: UUID) -> ItemsAside:
    """Nothing while billing does not answer: the rest of the page does not need it."""
    try:
        return await visit.ask(ListItemsAside(process_id=process_id, viewer=visit.viewer))
    except Fault:
        return ItemsAside(items=[])


async def _contract(visit: Visit, found: Card) -> ContractCard | None:
    """None before there is one, or where who knows it is away."""
    try:
        return await visit.ask(ShowContract(process_id=found.process_id, viewer=visit.viewer))
    except (Refusal, Fault):
        return None


async def _price_today(visit: Visit, found: Card) -> int | None:
    """Of the version that holds today, or of its first day or its last; what the card has heard where there is none, or
    who knows it is away.
    """
    if found.starts_on is None or found.ends_on is None:
        return found.price_cents
    on = min(max(local_date(visit.now), found.starts_on), found.ends_on)
    query = ShowTerms(process_id=found.process_id, viewer=visit.viewer, on=on)
    try:
        said = await visit.ask(query)
    except (Refusal, Fault):
        return found.price_cents
    return found.price_cents if said.prices_hidden else said.terms.price_cents


def _is_given(visit: Visit, found: Card) -> bool:
    """Until nothing of it is to be done any more: a review or an ending may wait beyond the end."""
    is_open = Phase(found.phase) in OPEN or found.next_at is not None
    return is_open and visit.may("assign_process")


def _in_other_time(now: datetime, real: datetime, lines: Sequence[Line]) -> bool:
    """The platform's clock was moved, and the system's own lines carry the machine's: they are out of order."""
    return now - real > _APART and any(one.source == "workflows" for one in lines)


def _kept(visit: Visit, found: Card) -> str:
    """Of a process that has ended: for how long what can be read of it now can be read; to whom it is shown."""
    if Phase(found.phase) in OPEN or not may(visit.viewer.role, "handle_exceptions"):
        return ""
    years = {"letters": LETTERS.days // YEAR.days, "steps": HISTORIES.days // YEAR.days}
    return visit.text(_KEPT) % years


async def _found(visit: Visit, number: str) -> Card:
    async with visit.transaction() as db:
        found = await card(db, visit.viewer, number)
    if found is None:
        raise NotFound
    return found


async def _lines(visit: Visit, process_id: UUID) -> list[Line]:
    """The newest first. Mails and the workflow's own steps are for those who look after exceptions."""
    async with visit.transaction() as db:
        moments = await timeline(db, visit.viewer, process_id)
    names = await line_words.names_in(visit, moments)
    lines = [_event(visit, one, names) for one in moments]
    if may(visit.viewer.role, "handle_exceptions"):
        mails, steps = await asyncio.gather(_mails(visit, process_id), _steps(visit, process_id))
        lines += [*mails, *steps]
    return sorted(lines, key=lambda line: line.at, reverse=True)


def _event(visit: Visit, moment: Moment, names: dict[UUID, str]) -> Line:
    which = line_words.which(visit, moment, names)
    return Line(moment.at, moment.source, visit.text(line_words.said(moment)), which)


async def _mails(visit: Visit, process_id: UUID) -> list[Line]:
    try:
        mails: list[MailCard] = (await visit.ask(ListMails(viewer=visit.viewer, process_id=process_id))).mails
    except (Refusal, Fault):
        return []
    sent = [_sent(visit, one) for one in mail_lines.sent_together(mails)]
    return [*sent, *(line for one in mails for line in _not_sent(visit, one))]


def _sent(visit: Visit, mails: mail_lines.Sent) -> Line:
    readers = visit.text(_("to %(number)s readers")) % {"number": mails.number}
    return Line(
        mails.at, "notices", visit.text(MAILS[mails.kind]), f"({readers})" if mails.number > 1 else ""
    )


def _not_sent(visit: Visit, mail: MailCard) -> Iterator[Line]:
    title = visit.text(MAILS[mail.kind])
    if not mail.sent_at and mail.failed_at and mail.reason:
        why = visit.text(MAIL_REASONS.get(mail.reason, NOT_WRITTEN))
        undelivered = visit.text(_("Did not arrive: %(mail)s")) % {"mail": title}
        yield Line(mail.failed_at, "notices", f"{undelivered}.", why)


def _which(visit: Visit, name: str) -> str:
    return f"({visit.text(STEP_NAMES[name])})" if name in STEP_NAMES else ""


async def _steps(visit: Visit, process_id: UUID) -> list[Line]:
    """Without them when the worker is away: the rest can be read."""
    try:
        entries: list[HistoryEntry] = (await visit.ask(ShowProcessHistory(process_id=process_id))).entries
    except (Refusal, Fault):
        return []
    return [
        Line(
            one.at,
            "workflows",
            visit.text(STEPS[one.kind]),
            _which(visit, one.name),
            one.kind != "activity_failed",
        )
        for one in entries
        if one.kind in STEPS
    ]
