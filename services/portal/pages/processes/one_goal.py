"""One goal of a process: supervisees reword, assess, release and share it, answer a change of it, and carry it on."""

from collections.abc import Callable
from typing import Annotated, Any, ClassVar
from uuid import UUID

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from services.messages.policy import Right
from services.messages.sessions import (
    AgreeToGoalChange,
    CarryGoalOn,
    Goal,
    GoalChangeKind,
    GroupAsked,
    ReleaseGoal,
    ScoreGoal,
    ShareGoal,
)
from services.messages.values import Score, Utc
from services.portal.pages.processes.goals import GoalForm, goals_of, opened, order
from services.portal.pages.processes.own_process import Process
from services.web.http.errors import Over
from services.web.pages.forms import Filled, Form, filled
from services.web.pages.languages import marked as _
from services.web.pages.sending import ProcessPage
from services.web.pages.visit import SignedIn, Visit
from services.wording.formats import Formats

router = APIRouter()


class ScoreForm(Form):
    not_typed: ClassVar = frozenset({"score"})
    score: Score


class PressForm(Form):
    """Nothing to fill in: the press is what is said."""


class AnswerForm(Form):
    """kind, proposed_at: of the change that was shown. agrees: by which button it was sent."""

    kind: GoalChangeKind
    proposed_at: Utc
    agrees: bool


_Pressed = Annotated[Filled[PressForm], Depends(filled(PressForm))]


@router.get("/processes/{number}/goals/{goal_id}")
async def show(visit: SignedIn, number: str, goal_id: UUID) -> HTMLResponse:
    process, goal = await _own(visit, number, goal_id, "set_goal")
    return await _page(visit, process, goal)


@router.post("/processes/{number}/goals/{goal_id}")
async def reword(
    visit: SignedIn, number: str, goal_id: UUID, form: Annotated[Filled[GoalForm], Depends(filled(GoalForm))]
) -> Response:
    page = await _goal_page(visit, number, goal_id, "set_goal")
    return await page.send(
        form,
        lambda typed: order(visit, page.process_id, goal_id, typed),
        said=_said(visit, _("The goal is changed.")),
    )


@router.post("/processes/{number}/goals/{goal_id}/score")
async def score(
    visit: SignedIn,
    number: str,
    goal_id: UUID,
    form: Annotated[Filled[ScoreForm], Depends(filled(ScoreForm))],
) -> Response:
    page = await _goal_page(visit, number, goal_id, "score_goal")
    return await page.send(
        form,
        lambda typed: ScoreGoal(
            goal_id=goal_id, score=typed.score, scored_by=visit.person_id, as_of=visit.now
        ),
        said=_said(visit, _("The goal is assessed.")),
    )


@router.post("/processes/{number}/goals/{goal_id}/change")
async def answer(
    visit: SignedIn,
    number: str,
    goal_id: UUID,
    form: Annotated[Filled[AnswerForm], Depends(filled(AnswerForm))],
) -> Response:
    page = await _goal_page(visit, number, goal_id, "set_goal")
    return await page.send(
        form,
        lambda typed: AgreeToGoalChange(
            goal_id=goal_id, **typed.model_dump(), person_id=visit.person_id, as_of=visit.now
        ),
        said=_("Your answer is kept."),
    )


@router.post("/processes/{number}/goals/{goal_id}/release")
async def release(visit: SignedIn, number: str, goal_id: UUID, form: _Pressed) -> Response:
    page = await _goal_page(visit, number, goal_id, "release_goal")
    return await page.send(
        form,
        lambda _typed: ReleaseGoal(goal_id=goal_id, released_by=visit.person_id, as_of=visit.now),
        said=_said(visit, _("The goal is released to the commissioner.")),
    )


@router.post("/processes/{number}/goals/{goal_id}/share")
async def share(visit: SignedIn, number: str, goal_id: UUID, form: _Pressed) -> Response:
    page = await _goal_page(visit, number, goal_id, "set_goal")
    return await page.send(
        form,
        lambda _typed: ShareGoal(goal_id=goal_id, shared_by=visit.person_id, as_of=visit.now),
        said=_said(visit, _("The goal is shown to those who have joined since.")),
    )


@router.post("/processes/{number}/goals/{goal_id}/carry-on")
async def carry_on(visit: SignedIn, number: str, goal_id: UUID, form: _Pressed) -> Response:
    page = await _goal_page(visit, number, goal_id, "set_goal")
    return await page.send(
        form,
        lambda _typed: CarryGoalOn(goal_id=goal_id, carried_by=visit.person_id, as_of=visit.now),
        said=_said(visit, _("The goal goes on in the next process.")),
    )


async def _goal_page(visit: Visit, number: str, goal_id: UUID, action: Right) -> ProcessPage:
    """Of what the visitor reads; whether it may still be done to it, sessions says. Its forms lead back to the list."""
    process, _goal = await _read(visit, number, goal_id, action)

    async def shown_again(form: Filled[Any]) -> Response:
        return await _page(visit, *await _own(visit, number, goal_id, action), form)

    return ProcessPage(visit, process, "goals", shown_again)


async def _own(visit: Visit, number: str, goal_id: UUID, action: Right) -> tuple[Process, Goal]:
    """As `_read`, of what the visitor may change now."""
    process, goal = await _read(visit, number, goal_id, action)
    if not goal.may_change:
        raise Over(f"/processes/{process.number}/goals")
    return process, goal


async def _read(visit: Visit, number: str, goal_id: UUID, action: Right) -> tuple[Process, Goal]:
    """One of this very process's goals, for whose role does such things at all; who has left reads the list alone."""
    visit.must(action)
    process = await opened(visit, number)
    found = await goals_of(visit, process)
    for one in found.goals:
        if one.goal_id == goal_id and not found.has_left:
            return process, one
    raise Over(f"/processes/{process.number}/goals")


def _said(visit: Visit, done: str) -> Callable[[GroupAsked], str]:
    """done: where no other member's yes is waited for."""
    waits = _("Your answer is saved. It is done when every member of the group agrees.")
    return lambda asked: visit.text(waits if asked.waits else done)


async def _page(
    visit: Visit, process: Process, goal: Goal, faulty: Filled[Any] | None = None
) -> HTMLResponse:
    """faulty: the form that was sent and is not right yet."""
    own_words = Filled[GoalForm]({"text": goal.text, "weight": Formats(visit.language).decimal(goal.weight)})
    rewords, scores = (faulty is not None and name in faulty.values for name in ("text", "score"))
    return await visit.page(
        "goals/one.html",
        422 if faulty else 200,
        process=process,
        goal=goal,
        form=faulty or own_words,
        words_form=faulty if rewords else own_words,
        score_form=faulty if scores else Filled[ScoreForm]({"score": goal.score}),
    )
