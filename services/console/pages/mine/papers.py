"""Papers that wait for a supervisor's signature, and the way to it: the page that their letter leads to."""

from datetime import datetime, timedelta
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response

from services.console.board.queries.process_numbers import numbers_of
from services.messages.contracts import ListPapersToSign, PaperToSign
from services.messages.values import Party, Role
from services.runtime.commands.refusal import Unavailable
from services.runtime.links import SIGNING, LinkKeys, mark_of, seal
from services.web.http.errors import Over
from services.web.pages.patience import answer_or_none
from services.web.pages.visit import SignedIn, Visit

router = APIRouter()
_OPENS_FOR = timedelta(hours=8)
"""Ours: a working day; the link is opened at once."""


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
        if paper.process_id == process_id and visit.identity:
            await visit.note("opened_process", process_id)
            return _opened(visit, paper, visit.identity.email)
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


def _opened(visit: Visit, paper: PaperToSign, address: str) -> RedirectResponse:
    facts = {
        "process_id": str(paper.process_id),
        "version": str(paper.version),
        "party": Party.SUPERVISOR.value,
        "person_id": str(visit.person_id),
        "sent_to": mark_of(address),
    }
    settings = visit.door.settings
    token = seal(LinkKeys.read(settings.keys), SIGNING, facts, visit.now + _OPENS_FOR)
    return RedirectResponse(f"{settings.portal_url.rstrip('/')}/sign/{token}", 303)
