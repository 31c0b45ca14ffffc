"""The link in a signer's mail: reads and signs one version for one person, without an account, until it is signed.

GET changes nothing, so that a scanner that follows links signs nothing.
"""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from services.messages.contracts import ContractText, ShowContractText
from services.messages.values import Party, Role, Viewer
from services.portal.pages.processes.signing import (
    DeclineForm,
    SignForm,
    Turn,
    declining,
    names_of,
    signature,
    turn_of,
)
from services.runtime.links import SIGNING, BrokenLink, ExpiredLink, LinkKeys, open_link
from services.runtime.refusal import Refusal
from services.web.http.errors import NotFound
from services.web.pages.forms import Filled, described, filled
from services.web.pages.languages import marked as _
from services.web.pages.visit import Anyone, Visit

router = APIRouter()


@dataclass(frozen=True)
class Invited:
    """Whom the link was made for, and the paper as that person may read it now."""

    token: str
    party: Party
    person_id: UUID
    version: int
    text: ContractText

    @property
    def turn(self) -> Turn:
        """A version that was replaced is over, whatever the new one waits for."""
        return turn_of(self.text, self.party, self.person_id) if self.text.version == self.version else "over"


@router.get("/sign/{token}")
async def show(visit: Anyone, token: str) -> HTMLResponse:
    return await _page(visit, token, Filled[SignForm]())


@router.post("/sign/{token}", openapi_extra=described(SignForm))
async def sign_by_link(
    visit: Anyone, token: str, form: Annotated[Filled[SignForm], Depends(filled(SignForm))]
) -> Response:
    invited = await _invited(visit, token)
    if invited is None:
        return await _over(visit)
    if "read" in form.errors:
        form.errors["read"] = _("Tick the box when you have read the contract.")
    by = (invited.text.process_id, invited.party, invited.person_id, visit.now)
    done = await form.carry_out(lambda typed: visit.ask(signature(typed, *by)))
    return await _page(visit, token, form, 200 if done else 422)


@router.post("/sign/{token}/decline", openapi_extra=described(DeclineForm))
async def decline_by_link(
    visit: Anyone, token: str, form: Annotated[Filled[DeclineForm], Depends(filled(DeclineForm))]
) -> Response:
    invited = await _invited(visit, token)
    if invited is None:
        return await _over(visit)
    by = (invited.text.process_id, invited.party, invited.person_id, visit.now)
    done = await form.carry_out(lambda typed: visit.ask(declining(typed, *by)))
    if done is None:
        return await _page(visit, token, form, 422)
    return await visit.page("contract/declined.html")


async def _page(
    visit: Visit, token: str, form: Filled[SignForm] | Filled[DeclineForm], status: int = 200
) -> HTMLResponse:
    invited = await _invited(visit, token)
    if invited is None:
        return await _over(visit)
    names = await names_of(visit, invited.text)
    return await visit.page(
        "contract/by_link.html", status, invited=invited, text=invited.text, names=names, form=form
    )


async def _over(visit: Visit) -> HTMLResponse:
    return await visit.page("contract/link_over.html", 410)


async def _invited(visit: Visit, token: str) -> Invited | None:
    """None once its time is over. Raises NotFound for a link that we did not make."""
    keys = LinkKeys.read(visit.door.settings.keys)
    try:
        facts = open_link(keys, SIGNING, token, visit.now)
    except BrokenLink:
        raise NotFound from None
    except ExpiredLink:
        return None
    party, person_id = Party(facts["party"]), UUID(facts["person_id"])
    viewer = Viewer(person_id=person_id, role=Role(party.value))
    try:
        text = await visit.ask(ShowContractText(process_id=UUID(facts["process_id"]), viewer=viewer))
    except Refusal:
        return None  # a draft again, or no longer this person's to read
    return Invited(token, party, person_id, int(facts["version"]), text)
