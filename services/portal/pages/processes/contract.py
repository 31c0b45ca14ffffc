"""The contract of a process: read it, consent as a member, sign or decline when it is one's turn."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from services.messages.contracts import ContractText, RecordConsent, ShowContractText
from services.messages.values import Party
from services.portal.pages.processes.own_process import Process, find_process
from services.portal.pages.processes.signing import DeclineForm, SignForm, decline, names_of, sign, turn_of
from services.web.http.errors import NotFound
from services.web.pages.forms import Filled, Form, described, filled
from services.web.pages.languages import marked as _
from services.web.pages.visit import SignedIn, Visit

router = APIRouter()


class ConsentForm(Form):
    """read: the box beside the words; version: what was read."""

    read: Literal["true"]
    version: int


@router.get("/processes/{number}/contract")
async def show(visit: SignedIn, number: str) -> HTMLResponse:
    visit.must("read_contract")
    process = await find_process(visit, number)
    await visit.note("read_contract", process.inquiry.process_id)
    return await _page(visit, process, Filled[ConsentForm]())


@router.post("/processes/{number}/contract/consent", openapi_extra=described(ConsentForm))
async def consent(
    visit: SignedIn, number: str, form: Annotated[Filled[ConsentForm], Depends(filled(ConsentForm))]
) -> Response:
    process = await find_process(visit, number)
    visit.must("consent_to_contract", process.belongs)
    _say_to_tick(form)
    done = await form.carry_out(
        lambda typed: visit.ask(
            RecordConsent(
                process_id=process.inquiry.process_id,
                version=typed.version,
                person_id=visit.person_id,
                as_of=visit.now,
            )
        )
    )
    if done is None:
        return await _page(visit, process, form, 422)
    await visit.note("consented_to_contract", process.inquiry.process_id)
    return await visit.go(
        f"/processes/{process.number}/contract", said=visit.text(_("Your consent is recorded."))
    )


@router.post("/processes/{number}/contract/sign", openapi_extra=described(SignForm))
async def sign_it(
    visit: SignedIn, number: str, form: Annotated[Filled[SignForm], Depends(filled(SignForm))]
) -> Response:
    process = await find_process(visit, number)
    visit.must("sign_contract", process.belongs)
    _say_to_tick(form)
    done = await sign(visit, form, process.inquiry.process_id, _party(visit), visit.person_id)
    if done is None:
        return await _page(visit, process, form, 422)
    await visit.note("signed_contract", process.inquiry.process_id)
    return await visit.go(
        f"/processes/{process.number}/contract", said=visit.text(_("You have signed the contract."))
    )


@router.post("/processes/{number}/contract/decline", openapi_extra=described(DeclineForm))
async def decline_it(
    visit: SignedIn, number: str, form: Annotated[Filled[DeclineForm], Depends(filled(DeclineForm))]
) -> Response:
    process = await find_process(visit, number)
    visit.must("sign_contract", process.belongs)
    done = await decline(visit, form, process.inquiry.process_id, _party(visit), visit.person_id)
    if done is None:
        return await _page(visit, process, form, 422)
    await visit.note("declined_contract", process.inquiry.process_id)
    said = visit.text(_("You have declined. A coordinator reads your reason and prepares the contract anew."))
    return await visit.go(f"/processes/{process.number}", said=said)


def _say_to_tick(form: Filled[ConsentForm] | Filled[SignForm]) -> None:
    if "read" in form.errors:
        form.errors["read"] = _("Tick the box when you have read the contract.")


def _party(visit: Visit) -> Party:
    """The party that the visitor's role signs as; the supervisor does so by the link in the mail."""
    try:
        return Party(visit.viewer.role.value)
    except ValueError:
        raise NotFound from None


async def _page(
    visit: Visit,
    process: Process,
    form: Filled[ConsentForm] | Filled[SignForm] | Filled[DeclineForm],
    status: int = 200,
) -> HTMLResponse:
    text: ContractText = await visit.ask(
        ShowContractText(process_id=process.inquiry.process_id, viewer=visit.viewer)
    )
    return await visit.page(
        "contract/show.html",
        status,
        process=process,
        text=text,
        names=await names_of(visit, text),
        turn=turn_of(text, _party(visit), visit.person_id),
        must_consent=_must_consent(visit, text, visit.person_id),
        form=form,
    )


def _must_consent(visit: Visit, text: ContractText, person_id: UUID) -> bool:
    return (
        text.status == "signing" and visit.may("consent_to_contract") and person_id in text.missing_consents
    )
