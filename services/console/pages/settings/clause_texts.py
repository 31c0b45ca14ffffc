"""The texts of a contract's clauses, in each language: read, tried on a sample, set from a day on, taken back."""

from itertools import groupby
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response
from pydantic import Field

from services.console.pages.labels.clause_texts import CLAUSE_TEXTS
from services.console.pages.settings.first_steps import next_step
from services.console.pages.settings.own_texts import AGAIN, SAVED, WordedForm, open_form, told, ways
from services.messages.contracts import (
    ClauseTextShown,
    ConfirmClauseTexts,
    ListClauseTexts,
    PreviewClauseText,
    PrintClauseText,
    SampleClauses,
    SetClauseText,
    ShowClauseText,
    ShowTextsConfirmed,
)
from services.messages.values import Language
from services.runtime.commands.files import whole_file
from services.web.pages.forms import Filled, filled
from services.web.pages.languages import marked as _
from services.web.pages.seen import seen_by
from services.web.pages.sending import send_form
from services.web.pages.visit import SignedIn, Visit

router = APIRouter(prefix="/settings/clauses")
_ACTION: Final = "set_texts"


class ClauseForm(WordedForm):
    text: Annotated[str, Field(min_length=1, max_length=4000)]
    act: Literal["look", "print", "usual", "save"] = "save"


@router.get("")
async def show_all(visit: SignedIn, language: Language | None = None) -> HTMLResponse:
    """language: of the texts; the visitor's own unless they say otherwise."""
    visit.must(_ACTION)
    wanted = language or visit.language
    found = (await visit.ask(ListClauseTexts(language=wanted))).texts
    by_clause = [
        (title, [(one, visit.text(CLAUSE_TEXTS[one.name])) for one in texts])
        for title, texts in groupby(found, lambda one: one.title)
    ]
    return await visit.page(
        "settings/clauses.html",
        written_in=wanted,
        ways=ways(wanted, lambda one: f"/settings/clauses?language={one}"),
        clauses=by_clause,
        confirmed=(await visit.ask(ShowTextsConfirmed())).confirmed,
        next=await next_step(visit, "/settings/clauses"),
    )


@router.post("")
async def confirm(visit: SignedIn) -> Response:
    """They are right as they stand: a step of the first day."""
    visit.must(_ACTION)
    await visit.ask(ConfirmClauseTexts(set_by=visit.person_id, as_of=visit.now))
    await visit.note(ConfirmClauseTexts)
    return await visit.go(
        "/settings/clauses", visit.text(_("Noted: proposals and contracts say these texts."))
    )


@router.get("/{name}/{language}")
async def show(visit: SignedIn, name: str, language: Language) -> HTMLResponse:
    visit.must(_ACTION)
    shown = await visit.ask(ShowClauseText(name=name, language=language))
    return await _page(visit, shown, language, open_form(visit, {"text": shown.text}))


@router.post("/{name}/{language}")
async def change(
    visit: SignedIn,
    name: str,
    language: Language,
    form: Annotated[Filled[ClauseForm], Depends(filled(ClauseForm))],
) -> Response:
    """Looked at on the page, as a paper, or set."""
    visit.must(_ACTION)
    shown = await visit.ask(ShowClauseText(name=name, language=language))
    act = form.values.get("act")
    if act == "print":
        return await _printed(visit, shown, language, form)
    if act == "look":
        return await _looked_at(visit, shown, language, form)
    if act == "usual":  # whatever stands in the field
        form = Filled[ClauseForm](form.values | {"text": shown.text}).check(ClauseForm)
    return await send_form(
        visit,
        form,
        lambda typed: SetClauseText(
            name=name,
            language=language,
            text=None if typed.act == "usual" else typed.text,
            valid_from=typed.valid_from,
            set_by=visit.person_id,
            as_of=visit.now,
            seen=typed.seen,
        ),
        then=f"/settings/clauses/{name}/{language}",
        said=AGAIN if act == "usual" else SAVED,
        shown_again=lambda: _page(visit, shown, language, form, status=422),
    )


async def _looked_at(
    visit: Visit, shown: ClauseTextShown, language: Language, form: Filled[ClauseForm]
) -> Response:
    async def ask(typed: ClauseForm) -> SampleClauses:
        return await visit.ask(PreviewClauseText(name=shown.name, language=language, text=typed.text))

    sample = await form.carry_out(ask)
    return await _page(visit, shown, language, form, sample, 200 if sample else 422)


async def _printed(
    visit: Visit, shown: ClauseTextShown, language: Language, form: Filled[ClauseForm]
) -> Response:
    async def ask(typed: ClauseForm) -> bytes:
        query = PrintClauseText(name=shown.name, language=language, text=typed.text)
        return (await whole_file(visit.ask, query, lambda part: part.pdf))[1]

    pdf = await form.carry_out(ask)
    if pdf is None:
        return await _page(visit, shown, language, form, status=422)
    headers = {"content-disposition": f'attachment; filename="sample-{shown.name}-{language}.pdf"'}
    return Response(pdf, media_type="application/pdf", headers=headers)


async def _page(
    visit: Visit,
    shown: ClauseTextShown,
    language: Language,
    form: Filled[Any],
    sample: SampleClauses | None = None,
    status: int = 200,
) -> HTMLResponse:
    path = f"/settings/clauses/{shown.name}"
    return await visit.page(
        "settings/clause.html",
        status,
        path=f"{path}/{language}",
        ways=ways(language, lambda one: f"{path}/{one}"),
        called=visit.text(CLAUSE_TEXTS[shown.name]),
        text=shown,
        written_in=language,
        form=form,
        seen=seen_by(form, shown.mark),
        sample=sample,
        history=await told(visit, shown.history),
    )
