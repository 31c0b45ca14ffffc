"""How the platform is: every process with words for its state, the worker and its processes, the clock, the release."""

import asyncio
import sys

import sqlalchemy as sa
from fastapi import APIRouter
from fastapi.responses import HTMLResponse
from sqlmodel import col

from services.console.board.phases import OPEN
from services.console.pages.labels.platform import SERVERS, SOURCES
from services.console.pages.operations.health import look
from services.console.pages.operations.refused import look_into_its_log
from services.console.tables import ProcessCard
from services.messages.process import ListStuck, ReadClock
from services.runtime.storage.database import execute
from services.runtime.version import VERSION
from services.web.http.errors import OF_THE_DRIVER
from services.web.pages.patience import answer_or_none
from services.web.pages.visit import Visit
from services.web.pages.watching import Watching

router = APIRouter()


@router.get("/system")
async def show(visit: Watching) -> HTMLResponse:
    """Stuck processes are looked for by Temporal, so that their number also tells that it answers.

    Whatever of it cannot be asked now is left open: the page is there for the very time when others are away.
    """
    visit.must("watch_system")
    health, stuck, clock, open_processes, broker = await asyncio.gather(
        look(visit),
        answer_or_none(visit, ListStuck()),
        answer_or_none(visit, ReadClock()),
        _open_processes(visit),
        look_into_its_log(visit),
    )
    return await visit.page(
        "system/show.html",
        health=[(one, visit.text(SOURCES[one.name])) for one in health],
        absent_names={name: visit.text(words) for name, words in {**SOURCES, **SERVERS}.items()},
        all_well=stuck is not None and broker.is_well and all(one.state == "well" for one in health),
        broker=broker,
        stuck=len(stuck.processes) if stuck else None,
        open_processes=open_processes,
        clock=clock,
        now=visit.now,
        asked_at=visit.door.real_clock.now(),
        versions={"Luotsi": VERSION, "Python": sys.version.split()[0]},
    )


async def _open_processes(visit: Visit) -> int | None:
    """From our own cards: asking the worker for every one of them would be a question for each. None: who knows."""
    count = sa.select(sa.func.count()).where(
        col(ProcessCard.number).is_not(None), col(ProcessCard.phase).in_([one.value for one in OPEN])
    )
    try:
        async with visit.transaction() as db:
            return int((await execute(db, count)).scalar_one())
    except OF_THE_DRIVER:
        return None
