"""The mail address of somebody who cannot change it any more: the code goes to the new one, and is read to who asks."""

import re
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from fastapi.responses import RedirectResponse, Response

from services.messages.directory import ShowPerson
from services.web.pages.forms import Filled, filled
from services.web.pages.visit import SignedIn
from services.web.sign_in import new_address
from services.web.sign_in.mailed import CodeForm
from services.web.sign_in.new_address import NewAddressForm

Back = Annotated[str, Query(max_length=200)]
_LEADS_HERE = re.compile(
    r"/people|/(organisations|supervisors)/[0-9a-f-]{36}|/processes/TO-[0-9]{1,18}(/contracting)?"
)
router = APIRouter(prefix="/people/{person_id}/address")


@router.get("")
async def show(visit: SignedIn, person_id: UUID, back: Back = "") -> Response:
    """back: the page from which one came."""
    visit.must("change_address")
    if person_id == visit.person_id:
        return RedirectResponse(new_address.PAGE, 303)
    stays = (await visit.ask(ShowPerson(person_id=person_id))).person_id
    if stays != person_id:
        return RedirectResponse(_path(stays), 303)
    return await new_address.page(visit, person_id, _path(person_id), back=_known(back))


@router.post("")
async def ask(
    visit: SignedIn,
    person_id: UUID,
    form: Annotated[Filled[NewAddressForm], Depends(filled(NewAddressForm))],
    back: Back = "",
) -> Response:
    visit.must("change_address")
    return await new_address.ask_for(visit, person_id, _path(person_id), form, _known(back))


@router.post("/code")
async def take(
    visit: SignedIn,
    person_id: UUID,
    form: Annotated[Filled[CodeForm], Depends(filled(CodeForm))],
    back: Back = "",
) -> Response:
    visit.must("change_address")
    return await new_address.take_code(visit, person_id, _path(person_id), form, _known(back))


def _path(person_id: UUID) -> str:
    return f"/people/{person_id}/address"


def _known(back: str) -> str:
    """Only to pages that lead here; others are none of ours to send somebody to."""
    return back if _LEADS_HERE.fullmatch(back) else ""
