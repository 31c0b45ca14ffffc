"""A contract under signature: taken back to be corrected, or its letters sent once more."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import Response

from services.console.pages.processes.arranging.contracting import contract_page
from services.messages.contracts import AskToSignAgain, GiveUpContract, WithdrawContract
from services.messages.values import LongText, Version
from services.web.pages.forms import Filled, Form, filled
from services.web.pages.languages import marked as _
from services.web.pages.visit import SignedIn

router = APIRouter()


class AgainForm(Form):
    """version: the one that was looked at."""

    version: Version


class TakeBackForm(AgainForm):
    reason: LongText


@router.post("/processes/{number}/contracting/take-back")
async def take_back(
    visit: SignedIn, number: str, form: Annotated[Filled[TakeBackForm], Depends(filled(TakeBackForm))]
) -> Response:
    page = await contract_page(visit, number)
    return await page.send(
        form,
        lambda typed: WithdrawContract(
            process_id=page.process_id, **typed.model_dump(), withdrawn_by=visit.person_id, as_of=visit.now
        ),
        said=_("The contract is a draft again. Correct it and ask for the signatures anew."),
    )


@router.post("/processes/{number}/contracting/give-up")
async def give_up(
    visit: SignedIn, number: str, form: Annotated[Filled[TakeBackForm], Depends(filled(TakeBackForm))]
) -> Response:
    page = await contract_page(visit, number)
    return await page.send(
        form,
        lambda typed: GiveUpContract(
            process_id=page.process_id, **typed.model_dump(), given_up_by=visit.person_id, as_of=visit.now
        ),
        said=_("The process has ended without a contract. All who were asked are told."),
        then="",
    )


@router.post("/processes/{number}/contracting/again")
async def send_again(
    visit: SignedIn, number: str, form: Annotated[Filled[AgainForm], Depends(filled(AgainForm))]
) -> Response:
    page = await contract_page(visit, number)
    return await page.send(
        form,
        lambda typed: AskToSignAgain(
            process_id=page.process_id, version=typed.version, asked_by=visit.person_id, as_of=visit.now
        ),
        said=_("The letters are on their way again."),
    )
