"""The provider's logo: sent, looked at where it will stand, set from today on, and taken away again."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from services.console.pages.settings.first_steps import next_step
from services.messages.directory import ListLogos, SetLogo, ShowLogo
from services.messages.values import Mark
from services.runtime.finland import local_date
from services.web.http.uploads import takes_file
from services.web.pages.forms import Filled, Form, filled
from services.web.pages.languages import marked as _
from services.web.pages.seen import seen_by, was_set_meanwhile
from services.web.pages.sending import send_form
from services.web.pages.visit import SignedIn, Visit
from services.web.pictures.sent import LARGEST_PICTURE, picture_sent
from services.web.pictures.shown import picture

router = APIRouter(prefix="/settings/logo")


class LogoForm(Form):
    """picture_id: none for no logo any more."""

    picture_id: UUID | None = None
    seen: Mark | None = None


@router.get("")
async def show(visit: SignedIn, tried: UUID | None = None) -> HTMLResponse:
    """tried: a picture that was sent and is looked at before it is set."""
    visit.must("set_logo")
    return await _page(visit, Filled[Any](), tried)


@router.post("/file")
@takes_file(LARGEST_PICTURE)
async def send(visit: SignedIn) -> Response:
    visit.must("set_logo")
    form = Filled[Any]()
    taken = await picture_sent(visit, form, "logo")
    if taken is None:
        return await _page(visit, form, status=422)
    return await visit.go(f"/settings/logo?tried={taken.picture_id}")


@router.get("/pictures/{picture_id}")
async def look(visit: SignedIn, picture_id: UUID) -> Response:
    visit.must("set_logo")
    return await picture(visit, picture_id, "logo")


@router.post("")
async def change(visit: SignedIn, form: Annotated[Filled[LogoForm], Depends(filled(LogoForm))]) -> Response:
    visit.must("set_logo")
    return await send_form(
        visit,
        form,
        lambda typed: SetLogo(
            picture_id=typed.picture_id, set_by=visit.person_id, as_of=visit.now, seen=typed.seen
        ),
        then="/settings/logo",
        said=_("Saved. From today on pages, letters and documents show it like this."),
        shown_again=lambda: _page(visit, form, status=422),
    )


async def _page(
    visit: Visit, form: Filled[Any], tried: UUID | None = None, status: int = 200
) -> HTMLResponse:
    now = await visit.ask(ShowLogo(on=local_date(visit.now)))
    if was_set_meanwhile(form):
        tried = form.data.picture_id
    return await visit.page(
        "settings/logo.html",
        status,
        form=form,
        seen=seen_by(form, now.mark),
        next=await next_step(visit, "/settings/logo"),
        tried=tried,
        now=now,
        history=(await visit.ask(ListLogos())).logos,
        megabytes=LARGEST_PICTURE >> 20,
    )
