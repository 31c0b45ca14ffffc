"""Disputes of lines: what waits for finance's decision, and the decision."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response
from pydantic import Field

from services.console.board.queries.process_numbers import numbers_of
from services.console.pages.names import names_of
from services.messages.billing import DisputeCard, DisputedCents, DisputeOutcome, ListDisputes, ResolveDispute
from services.messages.policy import scope
from services.messages.sessions import MOST_RECORDS, ListRecords, SessionRecord
from services.messages.values import LongText
from services.web.http.errors import NotFound
from services.web.pages.forms import Filled, Form, filled
from services.web.pages.languages import marked as _
from services.web.pages.sending import send_form
from services.web.pages.visit import SignedIn, Visit

router = APIRouter(prefix="/billing")
_PAGE = "/billing/disputes"


class DecisionForm(Form):
    dispute_id: UUID
    outcome: DisputeOutcome
    percent: Annotated[int, Field(ge=1, le=100)] | None = None
    ground: LongText
    seen_cents: DisputedCents | None = None


@router.get("/disputes")
async def show(visit: SignedIn) -> HTMLResponse:
    return await _page(visit, Filled[DecisionForm]())


@router.post("/disputes")
async def resolve(
    visit: SignedIn, form: Annotated[Filled[DecisionForm], Depends(filled(DecisionForm))]
) -> Response:
    visit.must("resolve_dispute")
    return await send_form(
        visit,
        form,
        lambda typed: ResolveDispute(**typed.model_dump(), resolved_by=visit.person_id, as_of=visit.now),
        then=_PAGE,
        said=_("It is decided, and those concerned are told."),
        shown_again=lambda: _page(visit, form, 422),
    )


async def _page(visit: Visit, form: Filled[DecisionForm], status: int = 200) -> HTMLResponse:
    if scope(visit.viewer.role, "disputes") == "no":
        raise NotFound
    told = await visit.ask(ListDisputes(viewer=visit.viewer))
    found = told.disputes
    async with visit.transaction() as db:
        numbers = await numbers_of(db, {one.process_id for one in found})
    records, supervisors = await _records(visit, found)
    blank = Filled[DecisionForm]()
    return await visit.page(
        "disputes/list.html",
        status,
        disputes=found,
        count=told.count,
        numbers=numbers,
        records=records,
        supervisors=supervisors,
        form=form,
        blank=blank,
    )


async def _records(
    visit: Visit, disputes: list[DisputeCard]
) -> tuple[dict[UUID, SessionRecord], dict[UUID, str]]:
    """Of the sessions about which something is to be decided: whose each was, and who recorded it when."""
    about = [item.session_id for one in disputes if one.outcome is None for item in one.items]
    wanted = list(dict.fromkeys(one for one in about if one))[:MOST_RECORDS]
    if not wanted:
        return {}, {}
    found = (await visit.ask(ListRecords(session_ids=wanted, viewer=visit.viewer))).records
    names = await names_of(visit, [one.supervisor_id for one in found])
    return {one.session_id: one for one in found}, names
