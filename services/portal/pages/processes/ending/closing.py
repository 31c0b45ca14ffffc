"""How a process goes on: commissioner and supervisees choose to renew or to close, and may take it back."""

from typing import Annotated, Any
from uuid import uuid5

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response
from pydantic import Field

from services.messages.contracts import (
    Choice,
    ChoiceSaid,
    ChooseContinuation,
    ContractCard,
    PreviewRenewal,
    RenewalPreview,
    ShowContract,
    TakeBackContinuation,
)
from services.portal.pages.processes.own_process import Process, find_process, or_nothing
from services.runtime.policy import can
from services.web.http.errors import NotFound, Over
from services.web.pages.forms import Filled, Form, filled
from services.web.pages.languages import marked as _
from services.web.pages.sending import ProcessPage
from services.web.pages.visit import SignedIn, Visit

router = APIRouter()
_SAID = {
    "renew": _("You have said that it goes on. It is renewed once both sides have said so."),
    "renewed": _("You have said that it goes on. Both sides have said so now: it is renewed."),
    "for_both": _(
        "You have said for the commissioner and for the supervisees that it goes on: it is renewed."
    ),
    "close": _("The process closes on its last day."),
}


class ChoiceForm(Form):
    choice: Choice


class TakingBackForm(Form):
    """read: what stood there when the page was shown."""

    read: Annotated[str, Field(max_length=100)] = ""


@router.get("/processes/{number}/close")
async def show(visit: SignedIn, number: str) -> HTMLResponse:
    process = await _signed(visit, number)
    _refuse_who_left(visit, process)
    return await _page(visit, process, Filled[ChoiceForm]())


@router.post("/processes/{number}/close")
async def choose(
    visit: SignedIn, number: str, form: Annotated[Filled[ChoiceForm], Depends(filled(ChoiceForm))]
) -> Response:
    """The successor's id follows from the process's and from how often a choice was taken back, so that a second press
    makes no second one.
    """
    process = await _signed(visit, number)
    page = _closing_page(visit, process)
    attempt = process.contract.choices_taken_back if process.contract else 0
    successor = f"successor {attempt}" if attempt else "successor"
    return await page.send(
        form,
        lambda typed: ChooseContinuation(
            process_id=page.process_id,
            choice=typed.choice,
            successor_id=uuid5(page.process_id, successor) if typed.choice == "renew" else None,
            chosen_by=visit.person_id,
            as_of=visit.now,
        ),
        said=lambda said: visit.text(_SAID[_outcome(said, form.data.choice)]),
        then="",
    )


@router.post("/processes/{number}/close/take-back")
async def take_back(
    visit: SignedIn, number: str, form: Annotated[Filled[TakingBackForm], Depends(filled(TakingBackForm))]
) -> Response:
    page = _closing_page(visit, await _signed(visit, number))
    return await page.send(
        form,
        lambda typed: TakeBackContinuation(
            process_id=page.process_id, read=typed.read, taken_back_by=visit.person_id, as_of=visit.now
        ),
        said=_("It is open again how it goes on. Everybody is told."),
    )


def _outcome(said: ChoiceSaid, choice: Choice) -> str:
    """Renewed by their word: the other side's had come before, or it was theirs too."""
    if said.choice != "renew":
        return choice
    return "for_both" if len(said.parties) > 1 else "renewed"


async def _signed(visit: Visit, number: str) -> Process:
    process = await find_process(visit, number)
    visit.must("choose_continuation")
    if process.contract is None or process.contract.status != "signed":
        raise NotFound
    return process


def _refuse_who_left(visit: Visit, process: Process) -> None:
    if not can(visit.viewer, "choose_continuation", process.belongs):
        raise Over(f"/processes/{process.number}")


def _closing_page(visit: Visit, process: Process) -> ProcessPage:
    """Whose choice it is, contracts says."""

    async def shown_again(form: Filled[Any]) -> Response:
        _refuse_who_left(visit, process)
        return await _page(visit, process, form, 422)

    return ProcessPage(visit, process, "close", shown_again)


async def _page(visit: Visit, process: Process, form: Filled[Any], status: int = 200) -> HTMLResponse:
    return await visit.page(
        "closing/show.html",
        status,
        process=process,
        following=await _following(visit, process),
        chosen=await _chosen(visit, process),
        form=form,
    )


async def _chosen(visit: Visit, process: Process) -> ContractCard | None:
    """What comes next by what is chosen; none before it is drafted, which takes a moment."""
    if process.contract is None or process.contract.successor_id is None:
        return None
    query = ShowContract(process_id=process.contract.successor_id, viewer=visit.viewer)
    return await or_nothing(visit.ask(query), "unknown_process")


async def _following(visit: Visit, process: Process) -> RenewalPreview | None:
    """What would come next, as long as it is not chosen whether anything does."""
    if process.contract is None or process.contract.continuation_choice or process.contract.ended:
        return None
    return await visit.ask(PreviewRenewal(process_id=process.process_id, viewer=visit.viewer))
