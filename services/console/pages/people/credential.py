"""One credential put right: another last day, or taken away; and what has been said of it so far."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from services.console.pages.people.credentials import last_day
from services.console.pages.people.supervisors import ACTION, find_supervisor
from services.console.pages.processes.process_access import people_of
from services.messages.directory import (
    ENDLESS,
    NO_END,
    CorrectCredential,
    CredentialKind,
    CredentialWords,
    ListCredentialHistory,
    SupervisorCard,
)
from services.messages.values import Day, LongText
from services.web.pages.forms import Filled, Form, filled
from services.web.pages.languages import marked as _
from services.web.pages.sending import send_form
from services.web.pages.visit import SignedIn, Visit

router = APIRouter(prefix="/supervisors/{supervisor_id}/credentials/{kind}")


class CorrectionForm(Form):
    """replaces: the day that the page showed; none where there was none. valid_until: empty for what never ends."""

    description: CredentialWords = ""
    valid_until: Day | None = None
    take_away: bool = False
    reason: LongText = ""
    replaces: Day | None = None


@router.get("")
async def show(visit: SignedIn, supervisor_id: UUID, kind: CredentialKind) -> HTMLResponse:
    visit.must(ACTION)
    return await _page(visit, supervisor_id, kind)


@router.post("")
async def correct(
    visit: SignedIn,
    supervisor_id: UUID,
    kind: CredentialKind,
    form: Annotated[Filled[CorrectionForm], Depends(filled(CorrectionForm))],
) -> Response:
    visit.must(ACTION)
    _person, card = await find_supervisor(visit, supervisor_id)
    if form.is_valid and not (form.data.valid_until or form.data.take_away or kind in ENDLESS):
        form.refuse("valid_until", _("Write the last valid day."))
    return await send_form(
        visit,
        form,
        lambda typed: CorrectCredential(
            supervisor_id=supervisor_id,
            kind=kind,
            valid_until=None if typed.take_away else typed.valid_until or NO_END,
            description=typed.description,
            replaces=typed.replaces,
            reason=typed.reason,
            corrected_by=visit.person_id,
            as_of=visit.now,
        ),
        then=f"/supervisors/{supervisor_id}",
        said=_("Nothing was changed.")
        if _is_as_it_was(form, card, kind)
        else _("The credential is put right."),
        shown_again=lambda: _page(visit, supervisor_id, kind, 422, form),
        about=supervisor_id,
    )


def _is_as_it_was(form: Filled[CorrectionForm], card: SupervisorCard, kind: CredentialKind) -> bool:
    if not form.is_valid or form.data.take_away:
        return False
    stood = card.credentials.get(kind), card.descriptions.get(kind, "")
    return stood == (form.data.valid_until or NO_END, form.data.description)


async def _page(
    visit: Visit,
    supervisor_id: UUID,
    kind: CredentialKind,
    status: int = 200,
    form: Filled[CorrectionForm] | None = None,
) -> HTMLResponse:
    person, card = await find_supervisor(visit, supervisor_id)
    query = ListCredentialHistory(supervisor_id=supervisor_id, asked_by=visit.person_id)
    told = await visit.ask(query)
    said = [one for one in told.entries if one.kind == kind]
    stands: date | None = card.credentials.get(kind)
    return await visit.page(
        "supervisors/credential.html",
        status,
        person=person,
        kind=kind,
        stands=stands,
        is_endless=kind in ENDLESS,
        last_day=last_day,
        history=said,
        shown=len(told.entries),
        count=told.count,
        names=await people_of(visit, [one.by for one in said]),
        form=form
        or Filled[CorrectionForm](
            {"valid_until": last_day(stands), "description": card.descriptions.get(kind, "")}
        ),
    )
