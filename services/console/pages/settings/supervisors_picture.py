"""The picture by which a supervisor is introduced on a proposal: sent, looked at, used, and taken away again."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from services.console.pages.people.supervisors import ACTION, find_supervisor
from services.messages.directory import SetSupervisorPicture, ShowSupervisorPicture
from services.messages.values import Mark
from services.web.http.uploads import takes_file
from services.web.pages.forms import Filled, Form, filled
from services.web.pages.languages import marked as _
from services.web.pages.seen import seen_by, was_set_meanwhile
from services.web.pages.sending import send_form
from services.web.pages.visit import SignedIn, Visit
from services.web.pictures.sent import LARGEST_PICTURE, picture_sent
from services.web.pictures.shown import picture

router = APIRouter()


class PictureForm(Form):
    """picture_id: none for no picture any more."""

    picture_id: UUID | None = None
    seen: Mark | None = None


@router.get("/supervisors/{supervisor_id}/picture")
async def show(visit: SignedIn, supervisor_id: UUID, tried: UUID | None = None) -> HTMLResponse:
    """tried: one that was sent and is looked at before it is used."""
    visit.must(ACTION)
    return await _page(visit, supervisor_id, Filled[Any](), tried)


@router.post("/supervisor-pictures")
@takes_file(LARGEST_PICTURE)
async def send(visit: SignedIn, of: UUID) -> Response:
    """of: the supervisor. An address that takes a file has no blanks."""
    visit.must(ACTION)
    form = Filled[Any]()
    taken = await picture_sent(visit, form, "supervisor")
    if taken is None:
        return await _page(visit, of, form, status=422)
    return await visit.go(f"/supervisors/{of}/picture?tried={taken.picture_id}")


@router.get("/supervisor-pictures/{picture_id}")
async def look(visit: SignedIn, picture_id: UUID) -> Response:
    visit.must(ACTION)
    return await picture(visit, picture_id, "supervisor")


@router.post("/supervisors/{supervisor_id}/picture")
async def change(
    visit: SignedIn, supervisor_id: UUID, form: Annotated[Filled[PictureForm], Depends(filled(PictureForm))]
) -> Response:
    visit.must(ACTION)
    return await send_form(
        visit,
        form,
        lambda typed: SetSupervisorPicture(
            supervisor_id=supervisor_id,
            picture_id=typed.picture_id,
            set_by=visit.person_id,
            seen=typed.seen,
        ),
        then=f"/supervisors/{supervisor_id}/picture",
        said=_("Saved. Proposals that are opened from now on show it so."),
        shown_again=lambda: _page(visit, supervisor_id, form, status=422),
        about=supervisor_id,
    )


async def _page(
    visit: Visit, supervisor_id: UUID, form: Filled[Any], tried: UUID | None = None, status: int = 200
) -> HTMLResponse:
    person, _card = await find_supervisor(visit, supervisor_id)
    now = await visit.ask(ShowSupervisorPicture(supervisor_id=supervisor_id))
    if was_set_meanwhile(form):
        tried = form.data.picture_id
    return await visit.page(
        "settings/supervisors_picture.html",
        status,
        form=form,
        person=person,
        tried=tried,
        now=now.picture_id,
        seen=seen_by(form, now.mark),
        megabytes=LARGEST_PICTURE >> 20,
    )
