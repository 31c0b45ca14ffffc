"""Lines of an invoice that are not accepted: said by who acts or pays for the customer, and what became of it.

Also a process's disputes as their letters lead to them, those of what is on no invoice too.
"""

from typing import Annotated
from uuid import UUID, uuid4

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response
from pydantic import Field

from services.messages.billing import (
    MOST_DISPUTED,
    DisputeClaim,
    FindInvoice,
    InvoiceShown,
    ListDisputes,
    OpenDispute,
)
from services.messages.policy import scope
from services.messages.values import LongText
from services.portal.pages.processes.own_process import find_process
from services.runtime.commands.refusal import Unavailable
from services.runtime.finland import local_date
from services.web.http.errors import NotFound
from services.web.pages.forms import Filled, Form, filled
from services.web.pages.languages import marked as _
from services.web.pages.money.disputed import disputes_of
from services.web.pages.sending import send_form
from services.web.pages.visit import SignedIn, Visit

router = APIRouter()


class DisputeForm(Form):
    """dispute_id: given to the form, so that the same sent twice is one."""

    dispute_id: UUID
    item_ids: Annotated[list[UUID], Field(min_length=1, max_length=MOST_DISPUTED)]
    claim: DisputeClaim
    words: LongText = ""


@router.get("/invoices/{number}/dispute")
async def show(visit: SignedIn, number: int) -> HTMLResponse:
    return await _page(visit, await _invoice(visit, number), Filled[DisputeForm]({"dispute_id": uuid4()}))


@router.post("/invoices/{number}/dispute")
async def dispute(
    visit: SignedIn, number: int, form: Annotated[Filled[DisputeForm], Depends(filled(DisputeForm))]
) -> Response:
    invoice = await _invoice(visit, number)
    process_id = _process(invoice, form)
    return await send_form(
        visit,
        form,
        lambda typed: OpenDispute(
            **typed.model_dump(), process_id=process_id, opened_by=visit.person_id, as_of=visit.now
        ),
        then=f"/invoices/{number}/dispute",
        said=_("We look into it, and write to you what was decided."),
        shown_again=lambda: _page(visit, invoice, form, 422),
        process_id=process_id,
    )


@router.get("/processes/{number}/disputes")
async def of_process(visit: SignedIn, number: str) -> HTMLResponse:
    """To a supervisee, what they have said themselves."""
    if not may_see(visit):
        raise NotFound
    process = await find_process(visit, number)
    found = await visit.ask(ListDisputes(viewer=visit.viewer, process_id=process.process_id))
    await visit.note("opened_disputes", process.process_id)
    sees_invoices = scope(visit.viewer.role, "prices_and_invoices") != "no"
    return await visit.page(
        "disputes/list.html", process=process, disputes=found.disputes, sees_invoices=sees_invoices
    )


async def are_there(visit: Visit, process_id: UUID) -> bool:
    """Any that this viewer may read; none while billing does not answer."""
    if not may_see(visit):
        return False
    try:
        found = await visit.ask(ListDisputes(viewer=visit.viewer, process_id=process_id))
    except Unavailable:
        return False
    return bool(found.disputes)


def may_see(visit: Visit) -> bool:
    return scope(visit.viewer.role, "disputes") != "no"


async def _invoice(visit: Visit, number: int) -> InvoiceShown:
    visit.must("open_dispute")
    return await visit.ask(FindInvoice(number=number, viewer=visit.viewer))


def _process(invoice: InvoiceShown, form: Filled[DisputeForm]) -> UUID:
    """Whose the chosen lines are; those of several are disputed one process at a time."""
    chosen = form.data.item_ids if form.is_valid else []
    whose = {line.process_id for line in invoice.lines if line.item_id in chosen and line.process_id}
    if len(whose) > 1:
        form.refuse("item_ids", _("Choose lines of one supervision at a time."))
    return whose.pop() if whose else invoice.card.process_id


async def _page(
    visit: Visit, invoice: InvoiceShown, form: Filled[DisputeForm], status: int = 200
) -> HTMLResponse:
    mine = await disputes_of(visit, invoice)
    waiting = {item.item_id for one in mine if one.outcome is None for item in one.items}
    others = [line for line in invoice.lines if line.item_id not in waiting]
    today = local_date(visit.now)
    offered = [line for line in others if line.disputable_until and today <= line.disputable_until]
    return await visit.page(
        "disputes/show.html",
        status,
        invoice=invoice,
        disputes=mine,
        lines=offered,
        all_wait=not others,
        form=form,
    )
