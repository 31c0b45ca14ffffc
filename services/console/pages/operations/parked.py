"""One parked message: what is known of it, and its ways out: handled again, given to somebody, left with a reason."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from services.console.pages.labels.platform import SOURCES
from services.console.pages.names import names_of
from services.console.pages.operations import parked_cases
from services.console.pages.operations.exceptions import rows_of
from services.console.pages.operations.parked_messages import Parked, find
from services.messages.directory import Person, ShowStaff
from services.messages.operations import ReplayParked
from services.messages.values import ShortText
from services.runtime.commands.refusal import Fault, Refusal
from services.web.pages.forms import Filled, Form, filled
from services.web.pages.languages import marked as _
from services.web.pages.refusals import sentence
from services.web.pages.visit import SignedIn, Visit

router = APIRouter(prefix="/exceptions/parked/{service}/{parked_id}")


class SkipForm(Form):
    reason: ShortText


class GiveForm(Form):
    """person: empty for nobody."""

    person: UUID | None = None


@router.get("")
async def show(visit: SignedIn, service: str, parked_id: UUID) -> HTMLResponse:
    visit.must("handle_exceptions")
    return await _page(visit, await find(visit, (service, parked_id)))


@router.post("/retry")
async def retry(visit: SignedIn, service: str, parked_id: UUID) -> Response:
    """Whatever it fails by, is told: it stays parked then."""
    visit.must("handle_exceptions")
    one = await find(visit, (service, parked_id))
    await visit.note(ReplayParked, one.process_id)
    try:
        await visit.ask(ReplayParked(parked_id=parked_id, replayed_by=visit.person_id), of=service)
    except Refusal as refusal:
        return await visit.go(one.path, visit.text(sentence(refusal)))
    except Fault:
        return await visit.go(one.path, visit.text(_("It failed again, and stays unprocessed.")))
    return await visit.go("/exceptions", visit.text(_("The message was handled now.")))


@router.post("/give")
async def give(
    visit: SignedIn,
    service: str,
    parked_id: UUID,
    form: Annotated[Filled[GiveForm], Depends(filled(GiveForm))],
) -> Response:
    visit.must("handle_exceptions")
    one = await find(visit, (service, parked_id))
    if form.is_valid and form.data.person not in {
        None,
        *(person.person_id for person in await _staff(visit)),
    }:
        form.refuse("person", _("Choose one of the alternatives."))
    if not form.is_valid:
        return await _page(visit, one, 422, form=form, give_form=form)
    async with visit.transaction() as db:
        await parked_cases.give(db, one.key, form.data.person, visit.person_id, visit.now)
    await visit.note("assigned_parked", one.process_id, form.data.person)
    return await visit.go(one.path, visit.text(_("Saved who looks at it.")))


@router.post("/skip")
async def skip(
    visit: SignedIn,
    service: str,
    parked_id: UUID,
    form: Annotated[Filled[SkipForm], Depends(filled(SkipForm))],
) -> Response:
    """Decided not to handle it: it is kept, with the reason, in a list of its own."""
    visit.must("handle_exceptions")
    one = await find(visit, (service, parked_id))
    if not form.is_valid:
        return await _page(visit, one, 422, form=form, skip_form=form)
    async with visit.transaction() as db:
        await parked_cases.skip(db, one.key, form.data.reason, visit.person_id, visit.now)
    await visit.note("skipped_parked", one.process_id)
    said = visit.text(_("The message is skipped. It is kept under the skipped ones."))
    return await visit.go("/exceptions", said, undo=f"{one.path}/take-back")


@router.post("/take-back")
async def take_back(visit: SignedIn, service: str, parked_id: UUID) -> Response:
    visit.must("handle_exceptions")
    one = await find(visit, (service, parked_id))
    async with visit.transaction() as db:
        await parked_cases.take_back(db, one.key, visit.person_id, visit.now)
    await visit.note("took_back_parked", one.process_id)
    return await visit.go(one.path, visit.text(_("The message waits again.")))


async def _page(visit: Visit, one: Parked, status: int = 200, **forms: Any) -> HTMLResponse:
    [row] = await rows_of(visit, [one])
    given = {"person": one.case.assigned_to if one.case else ""}
    shown = {"form": None, "skip_form": Filled[SkipForm](), "give_form": Filled[GiveForm](given)} | forms
    by = one.case.changed_by if one.case else None
    return await visit.page(
        "exceptions/parked.html",
        status,
        row=row,
        one=one,
        staff=await _staff(visit),
        service=visit.text(SOURCES[one.service]),
        decided_by=(await names_of(visit, [by])).get(by, "") if by else "",
        **shown,
    )


async def _staff(visit: Visit) -> list[Person]:
    """Those who may look after exceptions."""
    found = [
        person
        for relation in ("coordinator", "administrator")
        for person in (await visit.ask(ShowStaff(relation=relation))).people
    ]
    return list({person.person_id: person for person in found}.values())
