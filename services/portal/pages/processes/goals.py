"""A process's goals: supervisees set them; the commissioner reads the released ones."""

from collections.abc import Awaitable
from decimal import Decimal
from typing import Annotated
from uuid import UUID, uuid4, uuid5

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response
from pydantic import BeforeValidator, Field

from services.messages.policy import scope
from services.messages.sessions import Goals, ListGoals, SetGoal, Whose
from services.messages.texts import in_digits
from services.portal.pages.processes.own_process import Process, find_process
from services.web.http.errors import NotFound
from services.web.pages.forms import Filled, Form, filled
from services.web.pages.languages import marked as _
from services.web.pages.sending import ProcessPage
from services.web.pages.visit import SignedIn, Visit

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


@router.get("/processes/{number}/goals")
async def show(visit: SignedIn, number: str) -> HTMLResponse:
    process = await opened(visit, number)
    await visit.note("opened_process", process.process_id)
    empty = Filled[NewGoalForm]({"goal_id": str(uuid4()), "weight": "1", "whose": "own"})
    return await _page(visit, process, empty)


@router.post("/processes/{number}/goals")
async def set_new(
    visit: SignedIn, number: str, form: Annotated[Filled[NewGoalForm], Depends(filled(NewGoalForm))]
) -> Response:
    """Other words in the same form, after a step back in the browser, are another goal: nothing is written over."""
    visit.must("set_goal")
    process = await opened(visit, number)

    def shown_again(form: Filled[NewGoalForm]) -> Awaitable[Response]:
        if "goal_id" in form.errors:
            form.values["goal_id"] = str(uuid4())
        return _page(visit, process, form, 422)

    page = ProcessPage(visit, process, "goals", shown_again)
    return await page.send(
        form,
        lambda typed: order(visit, page.process_id, uuid5(typed.goal_id, typed.text), typed, typed.whose),
        said=_("The goal is set. Only your group and your supervisor see it."),
    )


async def opened(visit: Visit, number: str) -> Process:
    """Raises NotFound for whose role goals are hidden from, and while nothing is signed."""
    if scope(visit.viewer.role, "goals") == "no":
        raise NotFound
    process = await find_process(visit, number)
    if process.contract is None or process.contract.status != "signed":
        raise NotFound
    return process


async def goals_of(visit: Visit, process: Process) -> Goals:
    return await visit.ask(ListGoals(process_id=process.process_id, viewer=visit.viewer))


def order(visit: Visit, process_id: UUID, goal_id: UUID, typed: GoalForm, whose: Whose = "own") -> SetGoal:
    """Also of a goal that is there already, in other words."""
    return SetGoal(
        whose=whose,
        goal_id=goal_id,
        process_id=process_id,
        text=typed.text,
        weight=typed.weight,
        set_by=visit.person_id,
        as_of=visit.now,
    )


async def _page(visit: Visit, process: Process, form: Filled[NewGoalForm], status: int = 200) -> HTMLResponse:
    found = await goals_of(visit, process)
    return await visit.page(
        "goals/show.html",
        status,
        process=process,
        found=found,
        goals=found.goals,
        t_score=found.t_score,
        form=form,
    )
