"""A trial before the contract: a coordinator prepares it or ends it, its supervisor says yes and whether it goes on."""

from datetime import date
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response
from pydantic import Field, create_model

from services.console.pages.processes.arranging import member_rows
from services.console.pages.processes.process_access import people_of, process_to
from services.messages.contracts import (
    AgreeToTrial,
    GiveUpTrial,
    HandOverTrial,
    PrepareTrial,
    PreviewTrial,
    SayTrialDecision,
    ShowTrial,
    ShowTrialPaper,
    TrialPlace,
    TrialPreview,
    TrialShown,
    TrialWord,
)
from services.messages.directory import ListCommissioners
from services.messages.headcounts import MOST_MEMBERS
from services.messages.intake import InquiryCard
from services.messages.policy import Right
from services.messages.values import Day, LongText
from services.runtime.commands.refusal import Refusal
from services.runtime.finland import ONE_DAY, local_date
from services.web.http.errors import NotFound
from services.web.pages.forms import Filled, Form, filled
from services.web.pages.languages import marked as _
from services.web.pages.process_forms.trial import NOTED, NoForm, no_of
from services.web.pages.sending import ProcessPage, send_command, send_form
from services.web.pages.visit import SignedIn, Visit

router = APIRouter()
_SEES: Final = "read_contract"
_NEVER = "never looked at"
Revision = Annotated[int, Field(ge=0, le=10_000)]


class _Prepared(Form):
    """replaces: the agreement that was looked at. representative: the row of who speaks for the supervisees.

    look: its days are to be looked at, and nothing is sent yet. fingerprint: of those that were.
    """

    named_otherwise = {"representative_id": "representative"}
    replaces: Revision
    commissioner_id: UUID
    representative: Annotated[int, Field(ge=1, le=MOST_MEMBERS)] = 1
    first_day: Day
    place: TrialPlace
    fingerprint: Annotated[str, Field(max_length=64)] = _NEVER
    look: bool = False


TrialForm = create_model("TrialForm", __base__=_Prepared, **member_rows.FIELDS)


class FirstDay(Form):
    first_day: Day


class YesForm(Form):
    revision: Revision


class WordForm(Form):
    word: TrialWord


class EndForm(Form):
    reason: LongText


@router.get("/processes/{number}/trial")
async def show(visit: SignedIn, number: str) -> HTMLResponse:
    process = await process_to(visit, _SEES, number)
    trial = await _trial(visit, process)
    return await _page(visit, process, trial, Filled[_Prepared](await _values(visit, process, trial)))


@router.post("/processes/{number}/trial")
async def prepare(
    visit: SignedIn, number: str, form: Annotated[Filled[_Prepared], Depends(filled(TrialForm))]
) -> Response:
    process = await process_to(visit, "prepare_trial", number)
    trial = await _trial(visit, process)
    if form.values.get("look"):
        return await _page(visit, process, trial, _as_typed(form))
    member_rows.check(form)

    return await send_form(
        visit,
        form,
        lambda typed: _order(visit, trial, typed),
        then=f"/processes/{process.number}/trial",
        said=_("The trial is prepared. Everybody is asked as soon as its days are found."),
        shown_again=lambda: _page(visit, process, trial, form, 422),
        process_id=trial.process_id,
    )


async def _order(visit: Visit, trial: TrialShown, typed: _Prepared) -> PrepareTrial:
    people = await member_rows.register(visit, typed, trial.terms.language)
    return PrepareTrial(
        process_id=trial.process_id,
        **typed.model_dump(include={"replaces", "commissioner_id", "first_day", "place", "fingerprint"}),
        representative_id=people[typed.representative],
        supervisee_ids=list(people.values()),
        prepared_by=visit.person_id,
        as_of=visit.now,
    )


@router.post("/processes/{number}/trial/agree")
async def agree(
    visit: SignedIn, number: str, form: Annotated[Filled[YesForm], Depends(filled(YesForm))]
) -> Response:
    page = await _trial_page(visit, "agree_to_trial", number)
    return await page.send(
        form,
        lambda typed: AgreeToTrial(
            process_id=page.process_id,
            revision=typed.revision,
            person_id=visit.person_id,
            as_of=visit.now,
        ),
        said=_("Your consent is recorded. The sessions are booked when everybody has consented."),
    )


@router.post("/processes/{number}/trial/no")
async def decline(
    visit: SignedIn, number: str, form: Annotated[Filled[NoForm], Depends(filled(NoForm))]
) -> Response:
    page = await _trial_page(visit, "agree_to_trial", number)
    by = (page.process_id, visit.person_id, visit.now)
    return await page.send(form, lambda typed: no_of(typed, *by), said=NOTED)


@router.post("/processes/{number}/trial/decision")
async def decide(
    visit: SignedIn, number: str, form: Annotated[Filled[WordForm], Depends(filled(WordForm))]
) -> Response:
    page = await _trial_page(visit, "decide_trial", number)
    return await page.send(
        form,
        lambda typed: SayTrialDecision(
            process_id=page.process_id, word=typed.word, person_id=visit.person_id, as_of=visit.now
        ),
        said=_("Your answer is recorded."),
    )


@router.post("/processes/{number}/trial/hand-over")
async def handed_over(visit: SignedIn, number: str) -> Response:
    process = await process_to(visit, "prepare_trial", number)
    return await send_command(
        visit,
        HandOverTrial(process_id=process.process_id, handed_over_by=visit.person_id, as_of=visit.now),
        then=f"/processes/{number}/trial",
        said=_("Who is chosen says now whether it goes on, and everybody is told."),
        process_id=process.process_id,
    )


@router.post("/processes/{number}/trial/give-up")
async def give_up(
    visit: SignedIn, number: str, form: Annotated[Filled[EndForm], Depends(filled(EndForm))]
) -> Response:
    page = await _trial_page(visit, "prepare_trial", number)
    return await page.send(
        form,
        lambda typed: GiveUpTrial(
            process_id=page.process_id,
            reason=typed.reason,
            given_up_by=visit.person_id,
            as_of=visit.now,
        ),
        said=_("The process has ended, and everybody is told."),
        then="",
    )


async def _trial_page(visit: Visit, action: Right, number: str) -> ProcessPage:
    process = await process_to(visit, action, number)
    return ProcessPage(visit, process, "trial", lambda form: _shown_again(visit, process, form))


async def _shown_again(visit: Visit, process: InquiryCard, form: Filled[Any]) -> Response:
    trial = await _trial(visit, process)
    values = Filled[_Prepared](await _values(visit, process, trial) | form.values)
    values.errors, values.said = form.errors, form.said
    return await _page(visit, process, trial, values, 422)


async def _trial(visit: Visit, process: InquiryCard) -> TrialShown:
    """Raises NotFound where none was proposed."""
    try:
        return await visit.ask(ShowTrial(process_id=process.process_id, viewer=visit.viewer))
    except Refusal as refusal:
        if refusal.code in ("no_trial", "no_proposal", "proposal_not_accepted"):
            raise NotFound from None
        raise


async def _values(visit: Visit, process: InquiryCard, trial: TrialShown) -> dict[str, Any]:
    """What stands in the agreement; the rows are the coordinator's to fill in."""
    parties = trial.parties
    if not trial.own.may_prepare:
        return {"replaces": trial.revision}
    represents = parties.representative_id in parties.supervisee_ids
    languages = {f"member_{row}_language": trial.terms.language for row in range(1, trial.largest_group + 1)}
    return {
        **languages,
        **await member_rows.typed_rows(visit, parties.supervisee_ids),
        "replaces": trial.revision,
        "commissioner_id": parties.commissioner_id,
        "place": trial.place,
        "first_day": _first_day(process, trial, local_date(visit.now)).isoformat(),
        "representative": parties.supervisee_ids.index(parties.representative_id) + 1 if represents else 1,
    }


def _first_day(process: InquiryCard, trial: TrialShown, today: date) -> date:
    """What was named before; where none was, or it has come, when they would like to begin, if it is not too late."""
    tomorrow = today + ONE_DAY
    named = (trial.first_day, process.preferred_from)
    return next((day for day in named if day and today < day <= trial.ends_by), tomorrow)


async def _page(
    visit: Visit, process: InquiryCard, trial: TrialShown, form: Filled[Any], status: int = 200
) -> HTMLResponse:
    parties, terms = trial.parties, trial.terms
    named = [parties.commissioner_id, parties.supervisor_id, *parties.supervisee_ids, *trial.missing]
    named += [one.person_id for one in trial.declined]
    named += [one for one in (process.supervisor_id, trial.decider_id) if one]
    query = ListCommissioners(organisation_id=terms.organisation_id, department_id=terms.department_id)
    preview = await _looked_at(visit, trial, form) if trial.own.may_prepare else None
    return await visit.page(
        "trial/show.html",
        status,
        process=process,
        trial=trial,
        paper=await visit.ask(ShowTrialPaper(process_id=trial.process_id, viewer=visit.viewer)),
        preview=preview,
        people=await people_of(visit, named),
        commissioners=(await visit.ask(query)).people if trial.own.may_prepare else [],
        rows=member_rows.rows_for(process, trial),
        today=local_date(visit.now),
        form=form,
    )


def _as_typed(form: Filled[Any]) -> Filled[Any]:
    """With what is wrong about the day alone: the rest is still being written."""
    typed = Filled[Any](form.values)
    typed.errors = {name: why for name, why in form.errors.items() if name == "first_day"}
    return typed


async def _looked_at(visit: Visit, trial: TrialShown, form: Filled[Any]) -> TrialPreview | None:
    """What preparing it now comes to, from the day that stands in the form."""
    look = Filled[FirstDay]({"first_day": form.values.get("first_day") or ""}).check(FirstDay)

    async def preview(typed: FirstDay) -> TrialPreview:
        asked = {"process_id": trial.process_id, "viewer": visit.viewer, "as_of": visit.now}
        return await visit.ask(PreviewTrial.model_validate(asked | typed.model_dump()))

    found = await look.carry_out(preview)
    if form.values.get("look"):
        form.errors |= look.errors
        form.said = form.said or look.said
    return found
