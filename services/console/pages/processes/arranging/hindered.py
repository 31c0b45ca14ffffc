"""What a supervisor told at their signature, and the paper did not show: what becomes of it is decided here."""

from typing import Annotated, Final, Literal
from uuid import UUID

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from services.console.board.queries.waiting_interests import hindering
from services.console.pages.processes.arranging.taking_back import TakeBackForm
from services.console.pages.processes.process_access import people_of, process_to
from services.messages.contracts import (
    ContractCard,
    ShowContract,
    ShowContractText,
    WithdrawAmendment,
    WithdrawContract,
)
from services.messages.intake import InquiryCard, InterestCard, ShowInterests
from services.runtime.commands.refusal import Refusal
from services.web.http.errors import NotFound
from services.web.pages.forms import Filled, filled
from services.web.pages.languages import marked as _
from services.web.pages.sending import send_form
from services.web.pages.visit import SignedIn, Visit

router = APIRouter()
_ACTION: Final = "match"
_SAID = {
    "show": _("The contract is a draft again. Complete it anew: it shows what the supervisor has told."),
    "other": _("The contract is a draft again. Choose another supervisor."),
}


class DecisionForm(TakeBackForm):
    """way: shown to the others on a new paper, or somebody else."""

    way: Literal["show", "other"]


@router.get("/processes/{number}/interest")
async def show(visit: SignedIn, number: str) -> HTMLResponse:
    process = await process_to(visit, _ACTION, number)
    await visit.note("opened_process", process.process_id)
    return await _page(visit, process, Filled[DecisionForm]())


@router.post("/processes/{number}/interest")
async def take_back(
    visit: SignedIn, number: str, form: Annotated[Filled[DecisionForm], Depends(filled(DecisionForm))]
) -> Response:
    process = await process_to(visit, "complete_contract", number)
    if _amends(await _paper(visit, process)):
        return await _send_change(visit, process, form)
    way = str(form.values.get("way", ""))
    return await send_form(
        visit,
        form,
        lambda typed: WithdrawContract(
            process_id=process.process_id,
            version=typed.version,
            reason=typed.reason,
            withdrawn_by=visit.person_id,
            as_of=visit.now,
        ),
        then=_next_page(process, way),
        said=_SAID.get(way, ""),
        shown_again=lambda: _page(visit, process, form, 422),
        process_id=process.process_id,
    )


async def _send_change(visit: Visit, process: InquiryCard, form: Filled[DecisionForm]) -> Response:
    return await send_form(
        visit,
        form,
        lambda typed: WithdrawAmendment(
            process_id=process.process_id,
            version=typed.version,
            reason=typed.reason,
            withdrawn_by=visit.person_id,
            as_of=visit.now,
        ),
        then=f"/processes/{process.number}/supervisor",
        said=_("The change is taken back. Propose a supervisor anew."),
        shown_again=lambda: _page(visit, process, form, 422),
        process_id=process.process_id,
    )


def _next_page(process: InquiryCard, way: str) -> str:
    return f"/matching/{process.number}" if way == "other" else f"/processes/{process.number}/contracting"


async def _page(
    visit: Visit, process: InquiryCard, form: Filled[DecisionForm], status: int = 200
) -> HTMLResponse:
    paper = await _paper(visit, process)
    async with visit.transaction() as db:
        whose = await hindering(db, process.process_id)
    supervisor_id = whose or paper.parties.supervisor_id
    text = ShowContractText(process_id=process.process_id, viewer=visit.viewer, version=paper.version)
    return await visit.page(
        "interests/hindered.html",
        status,
        process=process,
        contract=paper,
        paper=await visit.ask(text),
        waits=whose is not None,
        amends=_amends(paper),
        # Of a change that another one is to sign, what they told is not decided by taking it back.
        is_signer=paper.status == "signing" and supervisor_id == paper.parties.supervisor_id,
        supervisor=(await people_of(visit, [supervisor_id])).get(supervisor_id),
        interest=await _said(visit, process, supervisor_id),
        form=form,
    )


def _amends(paper: ContractCard) -> bool:
    """Whether it is the paper of a change, beside the contract that counts."""
    return paper.status == "signing" and paper.supersedes is not None


async def _paper(visit: Visit, process: InquiryCard) -> ContractCard:
    """The change that is being signed, else what counts. Raises NotFound before there is any."""
    query = ShowContract(process_id=process.process_id, viewer=visit.viewer)
    try:
        card = await visit.ask(query)
        if card.open_amendment is None:
            return card
        return await visit.ask(query.model_copy(update={"version": card.open_amendment}))
    except Refusal as refusal:
        if refusal.code == "unknown_process":
            raise NotFound from None
        raise


async def _said(visit: Visit, process: InquiryCard, supervisor_id: UUID) -> InterestCard | None:
    query = ShowInterests(process_id=process.process_id, viewer=visit.viewer)
    cards = (await visit.ask(query)).cards
    return next((one for one in cards if one.supervisor_id == supervisor_id), None)
