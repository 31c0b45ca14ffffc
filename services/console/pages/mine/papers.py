"""Papers that wait for a supervisor's signature, and the way to it: the page that their letter leads to."""

from datetime import datetime
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response

from services.console.board.queries.process_numbers import numbers_of
from services.messages.contracts import ListPapersToSign, PaperToSign, SealPaperLink
from services.messages.values import Role
from services.runtime.commands.refusal import Unavailable
from services.web.http.errors import Over
from services.web.pages.patience import answer_or_none
from services.web.pages.visit import SignedIn, Visit

router = APIRouter()


@router.get("/papers/{process_id}")
async def to_sign(visit: SignedIn, process_id: UUID) -> Response:
    """It is read and signed at the portal, as by the link in the letter. Nothing is changed by coming here.

    What is signed already, or waits no more, leads to one's day.
    """
    visit.must("sign_contract")
    papers = await _awaited(visit)
    if papers is None:
        raise Unavailable("contracts")
    for paper in papers:
        if paper.process_id == process_id:
            link = await visit.ask(SealPaperLink(process_id=process_id, viewer=visit.viewer))
            await visit.note("opened_process", process_id)
            return RedirectResponse(f"{visit.door.settings.portal_url.rstrip('/')}/sign/{link.token}", 303)
    raise Over("/")


async def waiting(visit: Visit) -> list[tuple[UUID, str, datetime | None]]:
    """The processes, their numbers, and by when each is to be signed."""
    found = await _awaited(visit) or []
    async with visit.transaction() as db:
        numbers = await numbers_of(db, {one.process_id for one in found})
    return [
        (one.process_id, numbers[one.process_id], one.sign_by) for one in found if one.process_id in numbers
    ]


async def _awaited(visit: Visit) -> list[PaperToSign] | None:
    """None: it is not known just now."""
    if visit.viewer.role is not Role.SUPERVISOR:
        return []
    told = await answer_or_none(visit, ListPapersToSign(viewer=visit.viewer))
    return told.papers if told else None
