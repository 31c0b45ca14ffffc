"""One process whose step failed for too long: tried again, skipped with a reason, or given to a coordinator."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response
from pydantic import Field

from services.console.board.queries.card_queries import card_by_id
from services.console.pages.names import coordinators, names_of, with_customers
from services.console.pages.operations.parked_messages import reason_of
from services.messages.process import ListStuck, ProcessState, ResolveStuck
from services.web.http.errors import Over
from services.web.pages.forms import Filled, Form, filled
from services.web.pages.languages import marked as _
from services.web.pages.sending import send_form
from services.web.pages.visit import SignedIn, Visit

router = APIRouter(prefix="/exceptions/stuck")


class ResolveForm(Form):
    """reason: needed where the step is skipped."""

    action: Literal["retry", "skip"]
    reason: Annotated[str, Field(max_length=200)] = ""


@router.get("/{process_id}")
async def show(visit: SignedIn, process_id: UUID) -> HTMLResponse:
    visit.must("handle_exceptions")
    return await _page(visit, await _state(visit, process_id), Filled[ResolveForm]())


@router.post("/{process_id}")
async def resolve(
    visit: SignedIn,
    process_id: UUID,
    form: Annotated[Filled[ResolveForm], Depends(filled(ResolveForm))],
) -> Response:
    visit.must("handle_exceptions")
    if form.is_valid and form.data.action == "skip" and not form.data.reason:
        form.refuse("reason", _("Write the reason."))
    retried = form.is_valid and form.data.action == "retry"

    async def shown_again() -> HTMLResponse:
        return await _page(visit, await _state(visit, process_id), form, 422)

    return await send_form(
        visit,
        form,
        lambda typed: _order(visit, process_id, typed),
        then="/exceptions",
        said=_("The step is tried again.") if retried else _("The step is skipped."),
        shown_again=shown_again,
        process_id=process_id,
    )


def _order(visit: Visit, process_id: UUID, typed: ResolveForm) -> ResolveStuck:
    reason = typed.reason or "tried again by hand"
    told = {"action": typed.action, "reason": reason}
    return ResolveStuck(process_id=process_id, **told, resolved_by=visit.person_id, as_of=visit.now)


async def _state(visit: Visit, process_id: UUID) -> ProcessState:
    """Of a process that asks for nothing, or not any more, on to those that do."""
    for one in (await visit.ask(ListStuck())).processes:
        if one.process_id == process_id:
            return one
    raise Over("/exceptions")


async def _page(
    visit: Visit, state: ProcessState, form: Filled[ResolveForm], status: int = 200
) -> HTMLResponse:
    async with visit.transaction() as db:
        found = await card_by_id(db, visit.viewer, state.process_id)
    card = next(iter(await with_customers(visit, [found] if found else [])), None)
    coordinator_id = card.coordinator_id if card else None
    return await visit.page(
        "exceptions/stuck.html",
        status,
        state=state,
        card=card,
        reason=reason_of(visit, state.attention or ""),
        names=await names_of(visit, [coordinator_id]),
        coordinators=await coordinators(visit) if visit.may("assign_process") and card else [],
        form=form,
    )
