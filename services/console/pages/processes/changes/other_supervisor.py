"""Another supervisor for a process that goes on: who could take over, from when, and until when."""

from dataclasses import dataclass
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from services.console.pages.processes.arranging.matching import Shown, shown_of
from services.console.pages.processes.changes.amending import first_day_of_change
from services.console.pages.processes.process_access import people_of, process_to
from services.messages.contracts import ProposeSupervisor, ShowContract, SupervisorReason
from services.messages.intake import InquiryCard, Shortlist, ShortlistOthers
from services.messages.sessions import HandingOverPlan, PreviewHandingOver, SessionCard
from services.messages.values import Day
from services.runtime.commands.refusal import Refusal
from services.runtime.finland import local_date
from services.web.http.errors import Over
from services.web.pages.forms import Filled, Form, filled
from services.web.pages.languages import marked as _
from services.web.pages.process_forms.first_day import session_on
from services.web.pages.sending import send_form
from services.web.pages.visit import SignedIn, Visit

router = APIRouter()
_ACTION: Final = "propose_supervisor"


class OtherSupervisorForm(Form):
    """until_day: empty for good. look: what it makes of the sessions is to be looked at, and nobody is asked yet."""

    supervisor_id: UUID
    reason_code: SupervisorReason
    from_day: Day
    until_day: Day | None = None
    look: bool = False


@dataclass(frozen=True)
class Looked:
    """on_first_day: what is to be held then, and would be the new one's."""

    plan: HandingOverPlan
    on_first_day: SessionCard | None


class Days(Form):
    """Of whose sessions, and which."""

    supervisor_id: UUID
    from_day: Day
    until_day: Day | None = None


@router.get("/processes/{number}/supervisor")
async def show(visit: SignedIn, number: str) -> HTMLResponse:
    process = await process_to(visit, _ACTION, number)
    await visit.note("opened_process", process.process_id)
    return await _page(visit, process, Filled[OtherSupervisorForm]())


@router.post("/processes/{number}/supervisor")
async def propose(
    visit: SignedIn,
    number: str,
    form: Annotated[Filled[OtherSupervisorForm], Depends(filled(OtherSupervisorForm))],
) -> Response:
    process = await process_to(visit, _ACTION, number)
    if form.values.get("look"):
        return await _page(visit, process, _as_typed(form))
    return await send_form(
        visit,
        form,
        lambda typed: ProposeSupervisor(
            process_id=process.process_id,
            **typed.model_dump(exclude={"look"}),
            proposed_by=visit.person_id,
            as_of=visit.now,
        ),
        then=f"/processes/{process.number}/amendment",
        said=_("The members are asked. Until all have agreed, everything stays as it is."),
        shown_again=lambda: _page(visit, process, form, 422),
        process_id=process.process_id,
        about=lambda _proposed: form.data.supervisor_id,
    )


async def _page(
    visit: Visit, process: InquiryCard, form: Filled[OtherSupervisorForm], status: int = 200
) -> HTMLResponse:
    """Raises NotFound where nothing goes on whose supervisor could be another."""
    contract = await visit.ask(ShowContract(process_id=process.process_id, viewer=visit.viewer))
    found = await _found(visit, process)
    present = await people_of(visit, [contract.parties.supervisor_id])
    looked = await _looked_at(visit, process, form)
    return await visit.page(
        "other_supervisor/show.html",
        status,
        process=process,
        open_amendment=contract.open_amendment,
        not_before=first_day_of_change(contract, local_date(visit.now)),
        present=present.get(contract.parties.supervisor_id),
        candidates=found,
        reasons_known=list(SupervisorReason),
        plan=looked.plan if looked else None,
        on_first_day=looked.on_first_day if looked else None,
        form=form,
    )


def _as_typed(form: Filled[OtherSupervisorForm]) -> Filled[OtherSupervisorForm]:
    """With what is wrong about who and when alone: the rest is still being written."""
    typed = Filled[OtherSupervisorForm](form.values)
    typed.errors = {name: why for name, why in form.errors.items() if name in Days.model_fields}
    return typed


async def _looked_at(visit: Visit, process: InquiryCard, form: Filled[OtherSupervisorForm]) -> Looked | None:
    """What it would make of the sessions, once it is typed who and when."""
    typed = {name: form.values.get(name) or "" for name in Days.model_fields}
    if not typed["supervisor_id"] or not typed["from_day"]:
        return None
    look = Filled[Days](typed).check(Days)

    async def plan(days: Days) -> Looked:
        asked = {"process_id": process.process_id, "viewer": visit.viewer, "as_of": visit.now}
        found = await visit.ask(PreviewHandingOver.model_validate(asked | days.model_dump()))
        return Looked(found, await session_on(visit, process.process_id, days.from_day))

    found = await look.carry_out(plan)
    form.errors = look.errors | form.errors
    form.said = form.said or look.said
    return found


async def _found(visit: Visit, process: InquiryCard) -> list[Shown]:
    """By the facts of today; those of the days that are theirs are looked at when it is sent."""
    query = ShortlistOthers(process_id=process.process_id, through=local_date(visit.now), as_of=visit.now)
    try:
        listed: Shortlist = await visit.ask(query)
    except Refusal as refusal:
        if refusal.code in ("not_going_on", "unknown_process"):
            raise Over(f"/processes/{process.number}") from None
        raise
    return await shown_of(visit, process, [*listed.suggested, *listed.excluded])
