"""The plan of a process's sessions: as it is proposed, and another one in its place, looked at first."""

from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Query
from fastapi.responses import HTMLResponse, Response
from pydantic import Field

from services.console.pages.processes.process_access import process_to
from services.messages.intake import InquiryCard
from services.messages.sessions import PlanPreview, PlanShown, PreviewPlan, ProposePlan, ShowPlan
from services.messages.values import Day, LocalTime
from services.messages.wished_times import Weekday
from services.runtime.commands.refusal import Refusal
from services.runtime.finland import local_date
from services.web.http.errors import NotFound
from services.web.pages.forms import Filled, Form, filled
from services.web.pages.languages import marked as _
from services.web.pages.refusals import SENTENCES
from services.web.pages.sending import send_form
from services.web.pages.visit import SignedIn, Visit

router = APIRouter()
_PROPOSE: Final = "propose_plan"


class WishForm(Form):
    """What is left open is as it was wished for with the inquiry."""

    weekdays: Annotated[list[Weekday], Field(max_length=7)] = []
    start: LocalTime | None = None
    first_day: Day | None = None


class PlanForm(WishForm):
    """revision: of the plan that was there. fingerprint: of the one that was looked at."""

    revision: Annotated[int, Field(ge=0, le=10_000)]
    fingerprint: Annotated[str, Field(min_length=1, max_length=64)]


@dataclass
class Planning:
    """What the page shows. looked_at: what the wish comes to; none until it is looked at."""

    plan: PlanShown
    wish: Filled[WishForm]
    form: Filled[PlanForm] = field(default_factory=lambda: Filled[PlanForm]())
    looked_at: PlanPreview | None = None

    @property
    def on_other_days(self) -> int:
        """How many of what was looked at would be on a weekday that was not wished for in the form."""
        if not self.looked_at or not self.wish.is_valid or not self.wish.data.weekdays:
            return 0
        wished = self.wish.data.weekdays
        return sum(local_date(one.starts_at).weekday() not in wished for one in self.looked_at.sessions)


@router.get("/processes/{number}/plan")
async def show(
    visit: SignedIn,
    number: str,
    weekdays: Annotated[list[str], Query()] = [],  # noqa: B006 - read only
    start: str = "",
    first_day: str = "",
    look: str = "",
) -> HTMLResponse:
    """look: what the wish comes to. Whoever plans reads which other days were asked for."""
    process, plan = await _own(visit, number)
    await visit.note("opened_process", process.process_id)
    if not look:
        return await _page(
            visit, process, Planning(plan, Filled[WishForm](_as_proposed(plan, local_date(visit.now))))
        )
    typed = {"weekdays": weekdays, "start": start, "first_day": first_day}
    return await _page(visit, process, await _looked_at(visit, process, plan, typed))


@router.post("/processes/{number}/plan")
async def propose(
    visit: SignedIn, number: str, form: Annotated[Filled[PlanForm], Depends(filled(PlanForm))]
) -> Response:
    process, plan = await _own(visit, number)

    async def shown_again() -> HTMLResponse:
        typed = {name: form.values.get(name, "") for name in WishForm.model_fields}
        planning = await _looked_at(visit, process, plan, typed)
        planning.form = form
        return await _page(visit, process, planning, 422)

    return await send_form(
        visit,
        form,
        lambda typed: ProposePlan(
            process_id=process.process_id,
            proposed_by=visit.person_id,
            as_of=visit.now,
            **typed.model_dump(),
        ),
        then=f"/processes/{process.number}/plan",
        said=_("The plan is proposed. Whoever acts for the supervisees is asked by mail."),
        shown_again=shown_again,
        process_id=process.process_id,
    )


async def _own(visit: Visit, number: str) -> tuple[InquiryCard, PlanShown]:
    process = await process_to(visit, _PROPOSE, number)
    try:
        query = ShowPlan(process_id=process.process_id, viewer=visit.viewer, as_of=visit.now)
        return process, await visit.ask(query)
    except Refusal as refusal:
        if refusal.code == "unknown_process":  # no contract is signed yet
            raise NotFound from None
        raise


async def _looked_at(visit: Visit, process: InquiryCard, plan: PlanShown, typed: dict[str, Any]) -> Planning:
    wish = Filled[WishForm](typed).check(WishForm)
    if wish.is_valid and wish.data.first_day and wish.data.first_day < local_date(visit.now):
        wish.refuse("first_day", SENTENCES["day_is_past"])
    if not plan.may_propose:
        return Planning(plan, wish)

    async def look(data: WishForm) -> PlanPreview:
        asked = {"process_id": process.process_id, "viewer": visit.viewer, "as_of": visit.now}
        return await visit.ask(PreviewPlan.model_validate(data.model_dump() | asked))

    return Planning(plan, wish, looked_at=await wish.carry_out(look))


def _as_proposed(plan: PlanShown, today: date) -> dict[str, Any]:
    """But for a first day that has passed."""
    first_day = plan.first_day if plan.first_day and plan.first_day >= today else None
    return {
        "weekdays": [str(one) for one in plan.weekdays],
        "start": f"{plan.start:%H:%M}" if plan.start else "",
        "first_day": first_day.isoformat() if first_day else "",
    }


async def _page(visit: Visit, process: InquiryCard, planning: Planning, status: int = 200) -> HTMLResponse:
    return await visit.page(
        "planning/show.html", status, process=process, planning=planning, today=local_date(visit.now)
    )
