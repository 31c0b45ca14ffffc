"""What has got stuck: parked messages of every service, processes that ask for attention, steps that are too late."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response

from services.console.board.queries.process_numbers import Known, known_processes
from services.console.board.queries.worklist import Item, escalated
from services.console.pages.labels.platform import SOURCES
from services.console.pages.labels.processes import TASKS
from services.console.pages.mine.day import path_to
from services.console.pages.names import names_of, with_customers
from services.console.pages.operations.parked_messages import Parked, look, reason_of, title_of
from services.messages.operations import FALLS_DUE
from services.messages.process import (
    FailingProcess,
    FailingProcesses,
    ListFailing,
    ListStuck,
    NudgeProcess,
    ProcessState,
)
from services.messages.values import Role
from services.web.pages.languages import marked as _
from services.web.pages.patience import answer_or_none
from services.web.pages.sending import send_command
from services.web.pages.visit import SignedIn, Visit

router = APIRouter(prefix="/exceptions")
MOST = 100


@dataclass(frozen=True)
class Row:
    """A parked message in the visitor's words. who: who looks at it, or empty."""

    parked: Parked
    title: str
    reason: str
    from_whom: str
    to_whom: str
    who: str


@router.get("")
async def show(visit: SignedIn) -> HTMLResponse:
    visit.must("handle_exceptions")
    found = await look(visit)
    asked: asyncio.Task[FailingProcesses | None] = asyncio.create_task(answer_or_none(visit, ListFailing()))
    stuck, failing = await answer_or_none(visit, ListStuck()), await asked
    async with visit.transaction() as db:
        late = await escalated(db, visit.now)
        standing = stuck.processes if stuck else []
        still = failing.processes if failing else []
        shown = [one.process_id for one in standing] + [one.process_id for one in still]
        known = await known_processes(db, shown)
    titles = {kind: visit.text(words) for kind, words in TASKS.items()}
    return await visit.page(
        "exceptions/list.html",
        rows=await rows_of(visit, found.waiting[:MOST]),
        waiting=len(found.waiting) + found.not_told,
        skipped=len(found.skipped),
        away=_away(visit, found.away),
        stuck=[_stuck(visit, one, known) for one in standing] if stuck else None,
        failing=[_failing(one, known) for one in still],
        late=[(one, _way(visit, one), titles[one.kind]) for one in await with_customers(visit, late.items)],
        more_late=late.more,
    )


@router.get("/skipped")
async def show_skipped(visit: SignedIn) -> HTMLResponse:
    """What was decided not to be handled; it can be taken back."""
    visit.must("handle_exceptions")
    found = await look(visit)
    return await visit.page(
        "exceptions/skipped.html",
        rows=await rows_of(visit, found.skipped[:MOST]),
        waiting=len(found.waiting),
        skipped=len(found.skipped),
        away=_away(visit, found.away),
    )


@router.post("/processes/{process_id}/nudge")
async def nudge(visit: SignedIn, process_id: UUID) -> Response:
    """The process looks at its deadlines again."""
    visit.must("handle_exceptions")
    return await send_command(
        visit,
        NudgeProcess(process_id=process_id, nudged_by=visit.person_id),
        then="/exceptions",
        said=_("The process checks its deadlines again."),
        process_id=process_id,
    )


async def rows_of(visit: Visit, parked: Sequence[Parked]) -> list[Row]:
    names = await names_of(visit, [one.case.assigned_to for one in parked if one.case])
    sources = {name: visit.text(words) for name, words in SOURCES.items()}
    return [
        Row(
            one,
            title_of(visit, one.message),
            reason_of(visit, one.message.reason),
            sources.get(_said_by(one), _said_by(one)),
            sources.get(one.service, one.service),
            names.get(one.case.assigned_to, "") if one.case and one.case.assigned_to else "",
        )
        for one in parked
    ]


def _said_by(one: Parked) -> str:
    """What fell due, nobody said."""
    return one.service if one.message.source == FALLS_DUE else one.message.source


def _away(visit: Visit, names: Sequence[str]) -> list[str]:
    return [visit.text(SOURCES[name]) for name in names]


def _stuck(visit: Visit, state: ProcessState, known: dict[UUID, Known]) -> tuple[ProcessState, str, str]:
    return state, _number(state.process_id, known), reason_of(visit, state.attention or "")


def _failing(one: FailingProcess, known: dict[UUID, Known]) -> tuple[str, str, str]:
    """Its number, its phase as the board has it, since it cannot say so itself, and the release that fails at it."""
    card = known.get(one.process_id)
    return _number(one.process_id, known), card.phase if card else "", one.build


def _number(process_id: UUID, known: dict[UUID, Known]) -> str:
    return known[process_id].number if process_id in known else str(process_id)


def _way(visit: Visit, item: Item) -> str:
    """To the act that clears it, for those who may do it."""
    return path_to(item) if visit.viewer.role is Role.COORDINATOR else f"/processes/{item.number}"
