"""The texts of letters, in each language: read, tried on a sample, set from a day on, taken back."""

from itertools import groupby
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response
from pydantic import Field

from services.console.pages.labels.letter_areas import LETTER_AREAS
from services.console.pages.labels.mails import MAILS
from services.console.pages.settings.own_texts import AGAIN, WordedForm, open_form, told, ways
from services.messages.notices import (
    LetterTextShown,
    LetterWords,
    ListLetterTexts,
    PreviewLetterText,
    SampleLetter,
    SetLetterText,
    ShowLetterText,
)
from services.messages.values import Language
from services.web.pages.forms import Filled, filled
from services.web.pages.languages import marked as _
from services.web.pages.seen import seen_by
from services.web.pages.sending import send_form
from services.web.pages.visit import SignedIn, Visit

router = APIRouter(prefix="/settings/letters")
_ACTION: Final = "set_texts"
_SAVED = _("Saved. What is sent from that day on says it.")


class LetterForm(WordedForm):
    subject: Annotated[str, Field(min_length=1, max_length=200)]
    body: Annotated[str, Field(min_length=1, max_length=4000)]
    act: Literal["look", "usual", "save"] = "save"


@router.get("")
async def show_all(visit: SignedIn, language: Language | None = None) -> HTMLResponse:
    """language: of the texts; the visitor's own unless they say otherwise."""
    visit.must(_ACTION)
    wanted = language or visit.language
    found = (await visit.ask(ListLetterTexts(language=wanted))).letters
    return await visit.page(
        "settings/letters.html",
        written_in=wanted,
        ways=ways(wanted, lambda one: f"/settings/letters?language={one}"),
        areas=[
            (visit.text(LETTER_AREAS[area]), [(one, _called(visit, one.kind)) for one in letters])
            for area, letters in groupby(found, lambda one: one.area)
        ],
    )


@router.get("/{kind}/{language}")
async def show(visit: SignedIn, kind: str, language: Language) -> HTMLResponse:
    visit.must(_ACTION)
    shown = await visit.ask(ShowLetterText(kind=kind, language=language))
    form = open_form(visit, {"subject": shown.subject, "body": shown.body})
    return await _page(visit, shown, language, form)


@router.post("/{kind}/{language}")
async def change(
    visit: SignedIn,
    kind: str,
    language: Language,
    form: Annotated[Filled[LetterForm], Depends(filled(LetterForm))],
) -> Response:
    """Looked at on the page, or set."""
    visit.must(_ACTION)
    shown = await visit.ask(ShowLetterText(kind=kind, language=language))
    act = form.values.get("act")
    if act == "look":
        return await _looked_at(visit, shown, language, form)
    if act == "usual":  # whatever stands in the fields
        as_it_is = {"subject": shown.subject, "body": shown.body}
        form = Filled[LetterForm](form.values | as_it_is).check(LetterForm)
    return await send_form(
        visit,
        form,
        lambda typed: SetLetterText(
            kind=kind,
            language=language,
            words=None if typed.act == "usual" else LetterWords(subject=typed.subject, body=typed.body),
            valid_from=typed.valid_from,
            set_by=visit.person_id,
            as_of=visit.now,
            seen=typed.seen,
        ),
        then=f"/settings/letters/{kind}/{language}",
        said=AGAIN if act == "usual" else _SAVED,
        shown_again=lambda: _page(visit, shown, language, form, status=422),
    )


async def _looked_at(
    visit: Visit, shown: LetterTextShown, language: Language, form: Filled[LetterForm]
) -> Response:
    async def ask(typed: LetterForm) -> SampleLetter:
        words = LetterWords(subject=typed.subject, body=typed.body)
        return await visit.ask(PreviewLetterText(kind=shown.kind, language=language, words=words))

    sample = await form.carry_out(ask)
    return await _page(visit, shown, language, form, sample, 200 if sample else 422)


def _called(visit: Visit, kind: str) -> str:
    """As on a process's page, without saying of each that it is a letter."""
    words = visit.text(MAILS[kind]).partition(": ")[2]
    return words[:1].upper() + words[1:]


async def _page(
    visit: Visit,
    shown: LetterTextShown,
    language: Language,
    form: Filled[Any],
    sample: SampleLetter | None = None,
    status: int = 200,
) -> HTMLResponse:
    path = f"/settings/letters/{shown.kind}"
    return await visit.page(
        "settings/letter.html",
        status,
        path=f"{path}/{language}",
        ways=ways(language, lambda one: f"{path}/{one}"),
        called=_called(visit, shown.kind),
        letter=shown,
        written_in=language,
        form=form,
        seen=seen_by(form, shown.mark),
        sample=sample,
        history=await told(visit, shown.history),
    )
