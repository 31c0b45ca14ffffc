"""A process that bears no VAT: finance says so with the ground in the law, and ends it."""

from typing import Annotated
from uuid import UUID, uuid4

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response
from pydantic import Field

from services.console.pages.names import names_of
from services.console.pages.processes.process_access import process_to
from services.messages.billing import EndExemption, ExemptFromVat, ExemptionGround, ListExemptions
from services.messages.intake import InquiryCard
from services.messages.values import Day, LongText
from services.runtime.finland import local_date
from services.web.pages.forms import Filled, Form, filled
from services.web.pages.languages import marked as _
from services.web.pages.sending import ProcessPage, send_command
from services.web.pages.visit import SignedIn, Visit

router = APIRouter(prefix="/processes/{number}/exemption")


class ExemptionForm(Form):
    exemption_id: UUID
    ground: ExemptionGround
    from_day: Day
    reason: Annotated[LongText, Field(max_length=500)]


@router.get("")
async def show(visit: SignedIn, number: str) -> HTMLResponse:
    process = await process_to(visit, "exempt_from_vat", number)
    blank = {"exemption_id": uuid4(), "from_day": local_date(visit.now)}
    return await _page(visit, process, Filled[ExemptionForm](blank))


@router.post("")
async def put(
    visit: SignedIn, number: str, form: Annotated[Filled[ExemptionForm], Depends(filled(ExemptionForm))]
) -> Response:
    process = await process_to(visit, "exempt_from_vat", number)
    page = ProcessPage(visit, process, "exemption", lambda form: _page(visit, process, form, 422))
    return await page.send(
        form,
        lambda typed: ExemptFromVat(
            process_id=process.process_id,
            set_by=visit.person_id,
            as_of=visit.now,
            **typed.model_dump(),
        ),
        said=_("The process bears no VAT. The ground stands on its next invoice."),
    )


@router.post("/{exemption_id}/end")
async def end(visit: SignedIn, number: str, exemption_id: UUID) -> Response:
    process = await process_to(visit, "exempt_from_vat", number)
    return await send_command(
        visit,
        EndExemption(exemption_id=exemption_id, ended_by=visit.person_id, as_of=visit.now),
        then=f"/processes/{process.number}/exemption",
        said=_("Ended: what is on no invoice yet is taxed as the contract says."),
    )


async def _page(
    visit: Visit, process: InquiryCard, form: Filled[ExemptionForm], status: int = 200
) -> HTMLResponse:
    query = ListExemptions(viewer=visit.viewer, process_id=process.process_id)
    exemptions = (await visit.ask(query)).exemptions
    who = [person for one in exemptions for person in (one.set_by, one.ended_by)]
    return await visit.page(
        "exempting/show.html",
        status,
        process=process,
        exemptions=exemptions,
        live=next((one for one in exemptions if one.ended_at is None), None),
        names=await names_of(visit, who),
        form=form,
    )
