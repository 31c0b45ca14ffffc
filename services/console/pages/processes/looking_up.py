"""The search at the head of every page: a number leads to its process, other words to where what they find is shown."""

import re
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import RedirectResponse, Response

from services.console.board.phases import OPEN
from services.console.board.queries.card_queries import card, listing
from services.console.pages.processes.all_processes import Asked, limit_search, persons_named
from services.web.pages.visit import SignedIn, Visit

router = APIRouter()
_NUMBER = re.compile(r"(?:to)?[\s\-‐-―]*([0-9]{1,12})", re.IGNORECASE)


@router.get("/processes/find")
async def find(visit: SignedIn, asked: Annotated[Asked, Query()]) -> Response:
    """Ended processes have no column on the board: where words find only such ones, the list shows them."""
    if not asked.q:
        return RedirectResponse("/processes", 303)
    await limit_search(visit)
    if number := await _numbered(visit, asked.q):
        return RedirectResponse(f"/processes/{number}", 303)
    view = "list" if await _have_ended(visit, asked) else "board"
    return RedirectResponse(Asked(q=asked.q).address(view=view), 303)


async def _numbered(visit: Visit, words: str) -> str | None:
    """None also for what is out of the visitor's reach."""
    typed = _NUMBER.fullmatch(words.strip())
    if typed is None:
        return None
    async with visit.transaction() as db:
        found = await card(db, visit.viewer, f"TO-{int(typed[1])}")
    return found.number if found else None


async def _have_ended(visit: Visit, asked: Asked) -> bool:
    persons = await persons_named(visit, asked.q)
    async with visit.transaction() as db:
        found = await listing(db, visit.viewer, asked.filters(visit, persons))
    return bool(found.cards) and found.next is None and all(one.phase not in OPEN for one in found.cards)
