"""The languages that the provider serves, from today on. An administrator sets them."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response
from pydantic import Field

from services.console.pages.names import names_of
from services.console.pages.settings.first_steps import next_step
from services.messages.directory import ListLanguages, ServeLanguages, ShowLanguages
from services.messages.values import Language, Mark
from services.runtime.finland import local_date
from services.web.pages.forms import Filled, Form, filled
from services.web.pages.languages import marked as _
from services.web.pages.seen import seen_by
from services.web.pages.sending import send_form
from services.web.pages.visit import SignedIn, Visit

router = APIRouter(prefix="/settings/languages")


class LanguagesForm(Form):
    languages: Annotated[list[Language], Field(min_length=1, max_length=10)]
    seen: Mark | None = None


@router.get("")
async def show(visit: SignedIn) -> HTMLResponse:
    visit.must("set_promises")
    now = await visit.ask(ShowLanguages(on=local_date(visit.now)))
    return await _page(visit, Filled[LanguagesForm]({"languages": now.languages}))


@router.post("")
async def change(
    visit: SignedIn, form: Annotated[Filled[LanguagesForm], Depends(filled(LanguagesForm))]
) -> Response:
    visit.must("set_promises")
    return await send_form(
        visit,
        form,
        lambda typed: ServeLanguages(
            languages=typed.languages, set_by=visit.person_id, as_of=visit.now, seen=typed.seen
        ),
        then="/settings/languages",
        said=_("Saved. What has been agreed in another language keeps it."),
        shown_again=lambda: _page(visit, form, 422),
    )


async def _page(visit: Visit, form: Filled[Any], status: int = 200) -> HTMLResponse:
    set_so_far = await visit.ask(ListLanguages())
    return await visit.page(
        "settings/languages.html",
        status,
        form=form,
        seen=seen_by(form, set_so_far.mark),
        names=await names_of(visit, [one.set_by for one in set_so_far.languages]),
        next=await next_step(visit, "/settings/languages"),
        history=set_so_far.languages,
    )
