"""A coordinator types an inquiry for somebody on the telephone, or corrects one: by a sealed link from the console."""

from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from services.messages.directory import ShowPerson
from services.messages.intake import ShowInquiry, ShowInquiryLink, ShowTypedInquiry
from services.messages.mailed_links import LinkShown
from services.portal.pages.processes.mailed_links import opened as opened_link
from services.portal.pages.public import drafts
from services.portal.pages.public.drafts import About
from services.portal.pages.public.inquiry_steps import as_typed
from services.runtime.commands.proving import LINK
from services.web.http.errors import NotFound
from services.web.pages.visit import Anyone, Visit

router = APIRouter()


@router.get("/enter/{token}")
async def show(visit: Anyone, token: str) -> HTMLResponse:
    link = await _opened(visit, token)
    if link is None:
        return await visit.page("inquiry/link_over.html", 410)
    coordinator = await visit.ask(ShowPerson(person_id=UUID(link.facts["person_id"])))
    changes = bool(link.facts["process_id"])
    return await visit.page("inquiry/entering.html", token=token, coordinator=coordinator, changes=changes)


@router.post("/enter/{token}")
async def begin(visit: Anyone, token: str) -> Response:
    """Opens a form of its own, empty or as the inquiry stands; intake asks again who it was that typed."""
    link = await _opened(visit, token)
    if link is None or link.person_id is None:
        return await visit.page("inquiry/link_over.html", 410)
    about = About(by_id=link.person_id, entered=True, link=token)
    if not link.facts["process_id"]:
        return await opened(visit, {}, about, 1)
    return await correcting(visit, UUID(link.facts["process_id"]), about)


async def correcting(visit: Visit, process_id: UUID, about: About) -> Response:
    """A form as the inquiry stands. about: without what it changes."""
    by_link = visit.proof.startswith(LINK)
    asked = ShowTypedInquiry(process_id=process_id) if by_link else None
    card = await visit.ask(asked or ShowInquiry(process_id=process_id, viewer=visit.viewer))
    if card.contact_id is None:
        raise NotFound
    contact = await visit.ask(ShowPerson(person_id=card.contact_id))
    reads = about.model_copy(update={"changes": process_id, "revision": card.revision})
    return await opened(visit, as_typed(card, contact), reads, "check")


async def opened(visit: Visit, typed: dict[str, object], about: About, step: int | str) -> Response:
    async with visit.transaction() as db:
        secret = await drafts.begin(db, typed, visit.now, about)
    return RedirectResponse(f"/inquiry/{secret}/{step}", 303)


async def _opened(visit: Visit, token: str) -> LinkShown | None:
    """None once its time is over, or who made it is no coordinator any more. Raises NotFound for a link not of ours."""
    link = await opened_link(visit, ShowInquiryLink, "entering", token)
    return link if link.standing == "good" else None
