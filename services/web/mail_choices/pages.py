"""A person's own page: the plan in one letter or one a session; at the console also tasks as they come or daily."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from services.messages.notices import ChooseMails, Invitations, ShowMailChoices, Tasks
from services.web.pages.forms import Filled, Form, filled
from services.web.pages.languages import marked as _
from services.web.pages.sending import send_form
from services.web.pages.visit import SignedIn, Visit

router = APIRouter()
PAGE = "/me/mails"


class MailsForm(Form):
    """tasks: none at the portal, where nobody has any."""

    invitations: Invitations
    tasks: Tasks | None = None


@router.get(PAGE)
async def show(visit: SignedIn) -> HTMLResponse:
    chosen = await visit.ask(ShowMailChoices(person_id=visit.person_id))
    return await _page(visit, Filled[MailsForm](chosen.model_dump()))


@router.post(PAGE)
async def choose(visit: SignedIn, form: Annotated[Filled[MailsForm], Depends(filled(MailsForm))]) -> Response:
    return await send_form(
        visit,
        form,
        lambda typed: ChooseMails(person_id=visit.person_id, as_of=visit.now, **typed.model_dump()),
        then=PAGE,
        said=_("Your choice is saved. It holds from the next mail on."),
        shown_again=lambda: _page(visit, form, 422),
    )


async def _page(visit: Visit, form: Filled[MailsForm], status: int = 200) -> HTMLResponse:
    return await visit.page("mail_choices/show.html", status, form=form)
