"""The link in a mail by which somebody confirms what a coordinator has typed for them. GET changes nothing."""

from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response

from services.messages.intake import ConfirmInquiry, InquiryCard, ShowInquiryLink, ShowTypedInquiry
from services.messages.mailed_links import LinkShown
from services.portal.pages.processes.mailed_links import opened
from services.runtime.commands.refusal import Refusal
from services.web.pages.visit import Anyone, Visit

router = APIRouter()


@router.get("/confirm/{token}")
async def show(visit: Anyone, token: str) -> HTMLResponse:
    return await _page(visit, token)


@router.post("/confirm/{token}")
async def confirm(visit: Anyone, token: str) -> Response:
    link = await _opened(visit, token)
    if link is None or link.person_id is None:
        return await visit.page("inquiry/link_over.html", 410)
    order = ConfirmInquiry(
        process_id=UUID(link.facts["process_id"]), person_id=link.person_id, as_of=visit.now
    )
    try:
        await visit.ask(order)
    except Refusal:
        return await visit.page("inquiry/link_over.html", 410)
    return await _page(visit, token)


async def _page(visit: Visit, token: str) -> HTMLResponse:
    link = await _opened(visit, token)
    inquiry: InquiryCard | None = None
    if link:
        inquiry = await visit.ask(ShowTypedInquiry(process_id=UUID(link.facts["process_id"])))
    if link is None or inquiry is None or inquiry.contact_id != link.person_id:
        return await visit.page("inquiry/link_over.html", 410)
    return await visit.page("inquiry/confirm.html", at=f"/confirm/{token}", inquiry=inquiry)


async def _opened(visit: Visit, token: str) -> LinkShown | None:
    """None once its time is over, or it went to an address that is no longer theirs.

    Raises NotFound for a link not of ours.
    """
    link = await opened(visit, ShowInquiryLink, "confirming", token)
    return link if link.standing == "good" else None
