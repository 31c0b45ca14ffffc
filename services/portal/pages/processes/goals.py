"""A process's goals: supervisees set, reword, assess and release them; the commissioner reads the released ones."""

from collections.abc import Awaitable
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID, uuid4, uuid5

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response
from pydantic import BeforeValidator, Field

from services.messages.policy import Right, scope
from services.messages.sessions import (
    AgreeToGoalChange,
    CarryGoalOn,
    Goal,
    GoalChangeKind,
    Goals,
    ListGoals,
    ReleaseGoal,
    ScoreGoal,
    SetGoal,
    ShareGoal,
    Whose,
)
from services.messages.texts import in_digits
from services.messages.values import Score, Utc
from services.portal.pages.processes.own_process import Process, find_process
from services.web.http.errors import NotFound
from services.web.pages.forms import Filled, Form, filled
from services.web.pages.languages import marked as _
from services.web.pages.sending import send_form
from services.web.pages.visit import SignedIn, Visit
from services.wording.formats import Formats

router = APIRouter()

Importance = Annotated[
    Decimal,
    Field(ge=Decimal("0.1"), le=10, decimal_places=1),
    BeforeValidator(in_digits),
]


class GoalForm(Form):
    text: Annotated[str, Field(min_length=1, max_length=2000)]
    weight: Importance = Decimal(1)


class NewGoalForm(GoalForm):
    """goal_id: made when the form was shown, so that the same press twice is one goal. whose: of a group's member."""

    goal_id: UUID
    whose: Whose = "own"


class ScoreForm(Form):
    score: Score


class ReleaseForm(Form):
    """Nothing to fill in: the press is what is said."""


class AnswerForm(Form):
    """kind, proposed_at: of the change that was shown. agrees: by which button it was sent."""

    kind: GoalChangeKind
    proposed_at: Utc
    agrees: bool


@router.get("/processes/{number}/goals")
async def show(visit: SignedIn, number: str) -> HTMLResponse:
    process = await _opened(visit, number)
    await visit.note("opened_process", process.inquiry.process_id)
    return await _list(visit, process, _empty())


@router.post("/processes/{number}/goals")
async def set_new(
    visit: SignedIn, number: str, form: Annotated[Filled[NewGoalForm], Depends(filled(NewGoalForm))]
) -> Response:
    """Other words in the same form, after a step back in the browser, are another goal: nothing is written over."""
    process = await _opened(visit, number)
    visit.must("set_goal", process.belongs)

    def shown_again() -> Awaitable[Response]:
        if "goal_id" in form.errors:
            form.values["goal_id"] = str(uuid4())
        return _list(visit, process, form, 422)

    return await send_form(
        visit,
        form,
        lambda typed: _order(visit, process, uuid5(typed.goal_id, typed.text), typed, typed.whose),
        then=_path(process),
        said=_("The goal is set. Only your group and your supervisor see it."),
        shown_again=shown_again,
        process_id=process.inquiry.process_id,
    )


@router.get("/processes/{number}/goals/{goal_id}")
async def show_one(visit: SignedIn, number: str, goal_id: UUID) -> HTMLResponse:
    process, goal = await _own(visit, number, goal_id, "set_goal")
    return await _page(visit, process, goal)


@router.post("/processes/{number}/goals/{goal_id}")
async def reword(
    visit: SignedIn, number: str, goal_id: UUID, form: Annotated[Filled[GoalForm], Depends(filled(GoalForm))]
) -> Response:
    process, goal = await _own(visit, number, goal_id, "set_goal")
    return await send_form(
        visit,
        form,
        lambda typed: _order(visit, process, goal_id, typed),
        then=_path(process),
        said=_said(goal, _("The goal is changed.")),
        shown_again=lambda: _page(visit, process, goal, words=form),
        process_id=process.inquiry.process_id,
    )


@router.post("/processes/{number}/goals/{goal_id}/score")
async def score(
    visit: SignedIn,
    number: str,
    goal_id: UUID,
    form: Annotated[Filled[ScoreForm], Depends(filled(ScoreForm))],
) -> Response:
    process, goal = await _own(visit, number, goal_id, "score_goal")
    return await send_form(
        visit,
        form,
        lambda typed: ScoreGoal(
            goal_id=goal_id, score=typed.score, scored_by=visit.person_id, as_of=visit.now
        ),
        then=_path(process),
        said=_said(goal, _("The goal is assessed.")),
        shown_again=lambda: _page(visit, process, goal, score=form),
        process_id=process.inquiry.process_id,
    )


@router.post("/processes/{number}/goals/{goal_id}/change")
async def answer(
    visit: SignedIn,
    number: str,
    goal_id: UUID,
    form: Annotated[Filled[AnswerForm], Depends(filled(AnswerForm))],
) -> Response:
    process, goal = await _own(visit, number, goal_id, "set_goal")
    return await send_form(
        visit,
        form,
        lambda typed: AgreeToGoalChange(
            goal_id=goal_id,
            kind=typed.kind,
            proposed_at=typed.proposed_at,
            agrees=typed.agrees,
            person_id=visit.person_id,
            as_of=visit.now,
        ),
        then=_path(process),
        said=_("Your answer is kept."),
        shown_again=lambda: _page(visit, process, goal, release=form),
        process_id=process.inquiry.process_id,
    )


@router.post("/processes/{number}/goals/{goal_id}/release")
async def release(
    visit: SignedIn,
    number: str,
    goal_id: UUID,
    form: Annotated[Filled[ReleaseForm], Depends(filled(ReleaseForm))],
) -> Response:
    process, goal = await _own(visit, number, goal_id, "release_goal")
    return await send_form(
        visit,
        form,
        lambda _typed: ReleaseGoal(goal_id=goal_id, released_by=visit.person_id, as_of=visit.now),
        then=_path(process),
        said=_said(goal, _("The goal is released to the commissioner.")),
        shown_again=lambda: _page(visit, process, goal, release=form),
        process_id=process.inquiry.process_id,
    )


@router.post("/processes/{number}/goals/{goal_id}/share")
async def share(
    visit: SignedIn,
    number: str,
    goal_id: UUID,
    form: Annotated[Filled[ReleaseForm], Depends(filled(ReleaseForm))],
) -> Response:
    process, goal = await _own(visit, number, goal_id, "set_goal")
    return await send_form(
        visit,
        form,
        lambda _typed: ShareGoal(goal_id=goal_id, shared_by=visit.person_id, as_of=visit.now),
        then=_path(process),
        said=_said(goal, _("The goal is shown to those who have joined since.")),
        shown_again=lambda: _page(visit, process, goal, release=form),
        process_id=process.inquiry.process_id,
    )


@router.post("/processes/{number}/goals/{goal_id}/carry-on")
async def carry_on(
    visit: SignedIn,
    number: str,
    goal_id: UUID,
    form: Annotated[Filled[ReleaseForm], Depends(filled(ReleaseForm))],
) -> Response:
    process, goal = await _own(visit, number, goal_id, "set_goal")
    return await send_form(
        visit,
        form,
        lambda _typed: CarryGoalOn(goal_id=goal_id, carried_by=visit.person_id, as_of=visit.now),
        then=_path(process),
        said=_said(goal, _("The goal goes on in the next process.")),
        shown_again=lambda: _page(visit, process, goal, release=form),
        process_id=process.inquiry.process_id,
    )


async def _opened(visit: Visit, number: str) -> Process:
    """Raises NotFound for whose role goals are hidden from, and while nothing is signed."""
    if scope(visit.viewer.role, "goals") == "no":
        raise NotFound
    process = await find_process(visit, number)
    if process.contract is None or process.contract.status != "signed":
        raise NotFound
    return process


async def _own(visit: Visit, number: str, goal_id: UUID, action: Right) -> tuple[Process, Goal]:
    """One of this very process's goals, and only for whom the policy lets do that to it."""
    process = await _opened(visit, number)
    visit.must(action, process.belongs)
    found = next((one for one in (await _goals(visit, process)).goals if one.goal_id == goal_id), None)
    if found is None or not found.may_change:
        raise NotFound
    return process, found


def _said(goal: Goal, done: str) -> str:
    """done: of what one member does alone."""
    waits = _("Your word is kept. It is done when every member of the group agrees.")
    return waits if goal.whose == "group" else done


async def _goals(visit: Visit, process: Process) -> Goals:
    return await visit.ask(ListGoals(process_id=process.inquiry.process_id, viewer=visit.viewer))


def _order(visit: Visit, process: Process, goal_id: UUID, typed: GoalForm, whose: Whose = "own") -> SetGoal:
    return SetGoal(
        whose=whose,
        goal_id=goal_id,
        process_id=process.inquiry.process_id,
        text=typed.text,
        weight=typed.weight,
        set_by=visit.person_id,
        as_of=visit.now,
    )


def _empty() -> Filled[NewGoalForm]:
    return Filled[NewGoalForm]({"goal_id": str(uuid4()), "weight": "1", "whose": "own"})


def _path(process: Process) -> str:
    return f"/processes/{process.number}/goals"


async def _list(visit: Visit, process: Process, form: Filled[NewGoalForm], status: int = 200) -> HTMLResponse:
    found = await _goals(visit, process)
    return await visit.page(
        "goals/show.html", status, process=process, goals=found.goals, t_score=found.t_score, form=form
    )


async def _page(
    visit: Visit,
    process: Process,
    goal: Goal,
    *,
    words: Filled[GoalForm] | None = None,
    score: Filled[ScoreForm] | None = None,
    release: Filled[Any] | None = None,
) -> HTMLResponse:
    """words, score, release (or an answer): the one that was sent and is not right yet."""
    faulty: Filled[Any] | None = words or score or release
    own_words = Filled[GoalForm]({"text": goal.text, "weight": Formats(visit.language).decimal(goal.weight)})
    return await visit.page(
        "goals/one.html",
        422 if faulty else 200,
        process=process,
        goal=goal,
        form=faulty or own_words,
        words_form=words or own_words,
        score_form=score or Filled[ScoreForm]({"score": goal.score}),
    )
