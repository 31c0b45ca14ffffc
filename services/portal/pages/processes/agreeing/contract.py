"""The contract of a process: read it, consent as a member, sign or decline when it is one's turn."""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from services.messages.contracts import ShowContract, ShowContractPdf, ShowContractText
from services.messages.policy import Right
from services.messages.values import Party, Version
from services.portal.pages.mine.gathering import in_other_roles
from services.portal.pages.processes.agreeing.signing import (
    DeclineForm,
    ReadForm,
    RefuseForm,
    compared_in,
    consent_of,
    declining,
    names_of,
    parties_of,
    refusal_of,
    say_to_tick,
    signature,
    supervisors_in,
)
from services.portal.pages.processes.own_process import Process, find_process, held_before_change
from services.runtime.finland import local_date
from services.web.http.errors import NotFound
from services.web.pages.documents import contract_paper
from services.web.pages.forms import Filled, filled
from services.web.pages.languages import marked as _
from services.web.pages.process_forms.changed_days import changed_days, handed_over
from services.web.pages.process_forms.days import day_asked
from services.web.pages.sending import ProcessPage
from services.web.pages.visit import SignedIn, Visit

router = APIRouter()


@router.get("/processes/{number}/contract")
async def show(visit: SignedIn, number: str, on: str = "") -> HTMLResponse:
    """on: the day on which it held."""
    visit.must("read_contract")
    process = await find_process(visit, number)
    await visit.note("read_contract", process.process_id)
    return await _page(visit, process, Filled[ReadForm](), on=day_asked(on))


@router.get("/processes/{number}/contract/change")
async def show_change(visit: SignedIn, number: str) -> HTMLResponse:
    """The newest change of it, whatever has become of that: what was and what is to be, side by side."""
    visit.must("read_contract")
    process = await find_process(visit, number)
    if process.contract is None or process.contract.last_amendment is None:
        raise NotFound
    await visit.note("read_contract", process.process_id)
    return await _page(visit, process, Filled[ReadForm](), version=process.contract.last_amendment)


@router.get("/processes/{number}/contract/pdf")
async def as_file(visit: SignedIn, number: str, version: Version | None = None) -> Response:
    """version: the one that was looked at; none: the one that counts."""
    visit.must("read_contract")
    process = await find_process(visit, number)
    await visit.note("read_contract", process.process_id)
    query = ShowContractPdf(process_id=process.process_id, viewer=visit.viewer, version=version)
    return await contract_paper(visit, query)


@router.post("/processes/{number}/contract/consent")
async def consent(
    visit: SignedIn, number: str, form: Annotated[Filled[ReadForm], Depends(filled(ReadForm))]
) -> Response:
    page = await _pressed(visit, number, "consent_to_contract", form)
    say_to_tick(form)
    return await page.send(
        form,
        lambda typed: consent_of(typed, page.process_id, visit.person_id, visit.now, "signed_in"),
        said=_("Your consent is recorded."),
    )


@router.post("/processes/{number}/contract/refuse")
async def refuse(
    visit: SignedIn, number: str, form: Annotated[Filled[RefuseForm], Depends(filled(RefuseForm))]
) -> Response:
    page = await _pressed(visit, number, "consent_to_contract", form)
    return await page.send(
        form,
        lambda typed: refusal_of(typed, page.process_id, visit.person_id, visit.now),
        said=_("You have said no. A coordinator gets in touch with you."),
    )


@router.post("/processes/{number}/contract/sign")
async def sign_it(
    visit: SignedIn, number: str, form: Annotated[Filled[ReadForm], Depends(filled(ReadForm))]
) -> Response:
    page = await _pressed(visit, number, "sign_contract")
    say_to_tick(form)
    party = _party(visit)
    return await page.send(
        form,
        lambda typed: signature(typed, page.process_id, party, visit.person_id, visit.now, "signed_in"),
        said=_("You have signed the contract."),
    )


@router.post("/processes/{number}/contract/decline")
async def decline_it(
    visit: SignedIn, number: str, form: Annotated[Filled[DeclineForm], Depends(filled(DeclineForm))]
) -> Response:
    page = await _pressed(visit, number, "sign_contract")
    party = _party(visit)
    return await page.send(
        form,
        lambda typed: declining(typed, page.process_id, party, visit.person_id, visit.now),
        said=_("You have declined. A coordinator reads your reason and prepares the contract anew."),
        then="",
    )


async def _pressed(
    visit: Visit, number: str, action: Right, answer: Filled[Any] | None = None
) -> ProcessPage:
    """Whose consent or signature it is, contracts says. answer: a member's; of an open change it stays at that, which
    who is to join later may read, and not yet what holds.
    """
    visit.must(action)
    process = await find_process(visit, number)
    address = "contract/change" if answer and _version_in(answer, process) else "contract"
    return ProcessPage(visit, process, address, lambda form: _page(visit, process, form, 422))


def _party(visit: Visit) -> Party:
    """The party that the visitor's role signs as; the supervisor does so by the link in the mail."""
    try:
        return Party(visit.viewer.role.value)
    except ValueError:
        raise NotFound from None


async def _page(
    visit: Visit,
    process: Process,
    form: Filled[Any],
    status: int = 200,
    version: int | None = None,
    on: date | None = None,
) -> HTMLResponse:
    """version: the one that is shown; none: as a form shown again says, else what holds on that day or today."""
    process_id = process.process_id
    read = version or _version_in(form, process)
    held = None if read or on else await held_before_change(visit, process)
    on = local_date(visit.now) if held else on
    which: dict[str, Any] = {"process_id": process_id, "version": read, "on": on}
    card = await visit.ask(ShowContract(viewer=visit.viewer, **which))
    query = ShowContractText(viewer=visit.viewer, **which)
    text = await visit.ask(query)
    shown = await compared_in(visit, card, visit.viewer) if read else None
    return await visit.page(
        "contract/show.html",
        status,
        process=process,
        text=text,
        parties=await parties_of(visit, query),
        names=await names_of(visit, text, *supervisors_in(shown)),
        shown=shown,
        changes_on=held.changes_on if held else None,
        days=await changed_days(visit, card, shown, visit.viewer),
        handed=await handed_over(visit, card, shown, visit.viewer),
        form=form,
        elsewhere=await in_other_roles(visit, process),
    )


def _version_in(form: Filled[Any], process: Process) -> int | None:
    """Only of a change that is open; any other paper is the one that counts."""
    waiting = process.contract.open_amendment if process.contract else None
    return waiting if waiting and str(form.values.get("version")) == str(waiting) else None
