"""The link in a mail by which somebody confirms what a coordinator has typed for them. GET changes nothing."""

from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response

from services.messages.intake import ConfirmInquiry, InquiryCard, ShowInquiry
from services.portal.pages.processes.mailed_links import is_theirs
from services.portal.pages.processes.own_process import or_nothing
from services.runtime.commands.refusal import Refusal
from services.runtime.links import CONFIRMING, BrokenLink, ExpiredLink, LinkKeys, open_link
from services.web.http.errors import NotFound
from services.web.pages.visit import Anyone, Visit

router = APIRouter()


@router.get("/confirm/{token}")
async def show(visit: Anyone, token: str) -> HTMLResponse:
    return await _page(visit, token)


@router.post("/confirm/{token}")
async def confirm(visit: Anyone, token: str) -> Response:
    facts = await _opened(visit, token)
    if facts is None:
        return await visit.page("inquiry/link_over.html", 410)
    order = ConfirmInquiry(
        process_id=UUID(facts["process_id"]), person_id=UUID(facts["person_id"]), as_of=visit.now
    )
    try:
        await visit.ask(order)
    except Refusal:
        return await visit.page("inquiry/link_over.html", 410)
    return await _page(visit, token)


async def _page(visit: Visit, token: str) -> HTMLResponse:
    facts = await _opened(visit, token)
    inquiry: InquiryCard | None = None
    if facts:
        inquiry = await visit.ask(ShowInquiry(process_id=UUID(facts["process_id"])))
    if facts is None or inquiry is None or inquiry.contact_id != await _confirms(visit, facts):
        return await visit.page("inquiry/link_over.html", 410)
    return await visit.page("inquiry/confirm.html", at=f"/confirm/{token}", inquiry=inquiry)


async def _confirms(visit: Visit, facts: dict[str, str]) -> UUID | None:
    return await or_nothing(visit.door.identities.who_stays(UUID(facts["person_id"])), "unknown_person")


async def _opened(visit: Visit, token: str) -> dict[str, str] | None:
    """None once its time is over, or it went to an address that is no longer theirs.

    Raises NotFound for a link not of ours.
    """
    try:
        facts = open_link(LinkKeys.read(visit.door.settings.keys), CONFIRMING, token, visit.now)
    except BrokenLink:
        raise NotFound from None
    except ExpiredLink:
        return None
    return facts if await is_theirs(visit, facts) else None
