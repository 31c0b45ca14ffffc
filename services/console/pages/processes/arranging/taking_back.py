"""A contract under signature: taken back to be corrected, or its letters sent once more."""

from typing import Annotated, Final

from fastapi import APIRouter, Depends
from fastapi.responses import Response

from services.console.pages.processes.arranging.contracting import shown_again
from services.console.pages.processes.process_access import process_to
from services.messages.contracts import AskToSignAgain, GiveUpContract, WithdrawContract
from services.messages.values import LongText, Version
from services.web.pages.forms import Filled, Form, filled
from services.web.pages.languages import marked as _
from services.web.pages.sending import send_form
from services.web.pages.visit import SignedIn

router = APIRouter()
_ACTION: Final = "complete_contract"


class AgainForm(Form):
    """version: the one that was looked at."""

    version: Version


class TakeBackForm(AgainForm):
    reason: LongText


@router.post("/processes/{number}/contracting/take-back")
async def take_back(
    visit: SignedIn, number: str, form: Annotated[Filled[TakeBackForm], Depends(filled(TakeBackForm))]
) -> Response:
    process = await process_to(visit, _ACTION, number)
    return await send_form(
        visit,
        form,
        lambda typed: WithdrawContract(
            process_id=process.process_id, **typed.model_dump(), withdrawn_by=visit.person_id, as_of=visit.now
        ),
        then=f"/processes/{process.number}/contracting",
        said=_("The contract is a draft again. Correct it and ask for the signatures anew."),
        shown_again=lambda: shown_again(visit, process, form),
        process_id=process.process_id,
    )


@router.post("/processes/{number}/contracting/give-up")
async def give_up(
    visit: SignedIn, number: str, form: Annotated[Filled[TakeBackForm], Depends(filled(TakeBackForm))]
) -> Response:
    process = await process_to(visit, _ACTION, number)
    return await send_form(
        visit,
        form,
        lambda typed: GiveUpContract(
            process_id=process.process_id, **typed.model_dump(), given_up_by=visit.person_id, as_of=visit.now
        ),
        then=f"/processes/{process.number}",
        said=_("The process has ended without a contract. All who were asked are told."),
        shown_again=lambda: shown_again(visit, process, form),
        process_id=process.process_id,
    )


@router.post("/processes/{number}/contracting/again")
async def send_again(
    visit: SignedIn, number: str, form: Annotated[Filled[AgainForm], Depends(filled(AgainForm))]
) -> Response:
    process = await process_to(visit, _ACTION, number)
    return await send_form(
        visit,
        form,
        lambda typed: AskToSignAgain(
            process_id=process.process_id, version=typed.version, asked_by=visit.person_id, as_of=visit.now
        ),
        then=f"/processes/{process.number}/contracting",
        said=_("The letters are on their way again."),
        shown_again=lambda: shown_again(visit, process, form),
        process_id=process.process_id,
    )
