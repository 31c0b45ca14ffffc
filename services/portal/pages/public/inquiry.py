"""An inquiry in three steps and a check. What was typed is kept after each, under a secret in the address."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Path
from fastapi.responses import RedirectResponse, Response

from services.messages.countries import HOME
from services.messages.directory import ShowCustomer, ShowPerson
from services.messages.headcounts import LARGEST_GROUP, size_of
from services.messages.intake import SubmitInquiry
from services.messages.values import Audience, Role
from services.portal.pages.public import drafts
from services.portal.pages.public.drafts import About, Draft
from services.portal.pages.public.entering import correcting
from services.portal.pages.public.inquiry_limits import too_many_begun, too_many_sent
from services.portal.pages.public.inquiry_steps import (
    STEPS,
    WhoAsks,
    Whole,
    address_of,
    change,
    check_begin,
    check_size,
    order,
    step_of,
    storable,
    unfinished,
)
from services.portal.pages.public.offered import check_offered
from services.portal.pages.public.provider import offered, promises
from services.runtime.commands.proving import LINK
from services.runtime.finland import local_date
from services.web.http.errors import NotFound
from services.web.pages.forms import Filled, Form, described, filled, typed
from services.web.pages.visit import Anyone, Visit

router = APIRouter()
Step = Annotated[int, Path(ge=1, le=3)]


@router.get("/inquiry")
async def begin(visit: Anyone) -> Response:
    """The first step, with what is known of somebody who is signed in."""
    return await _step(visit, 1, Filled[Form]({"country": HOME} | await _known_of(visit)))


@router.post("/inquiry", openapi_extra=described(WhoAsks))
async def keep_first(visit: Anyone) -> Response:
    """From here on the inquiry has an address of its own."""
    form, later = await _sent(visit, 1)
    if not (form.is_valid or later):
        return await _step(visit, 1, form, status=422)
    if said := await too_many_begun(visit):
        form.refuse(None, said)
        return await _step(visit, 1, form, status=429)
    async with visit.transaction() as db:
        secret = await drafts.begin(db, storable(form.values), visit.now)
    return _on(secret, "later" if later else 2)


@router.get("/inquiry/{secret}/check")
async def check(visit: Anyone, secret: str) -> Response:
    draft = await _find(visit, secret)
    if draft.number:
        return _on(secret, "sent")
    if step := unfinished(draft.typed):
        return _on(secret, step)
    return await _check(visit, draft, secret, Filled[Whole](draft.typed).check(Whole))


@router.post("/inquiry/{secret}/send")
async def send(visit: Anyone, secret: str) -> Response:
    """Pressed twice, it is one inquiry: its id was given to the draft.

    Next: services/intake/handlers/inquiries.py:submit_inquiry
    """
    draft = await _find(visit, secret)
    if draft.number:
        return _on(secret, "sent")
    if step := unfinished(draft.typed):
        return _on(secret, step)
    form = Filled[Whole](draft.typed).check(Whole)
    if form.is_valid and (said := await too_many_sent(visit, form.data, draft.about)):
        form.refuse(None, said)
        return await _check(visit, draft, secret, form, status=429)
    _by_its_link(visit, draft)
    receipt = await form.carry_out(lambda whole: visit.ask(_order(whole, draft, visit.now)))
    if receipt is None:
        return await _check(visit, draft, secret, form, status=422)
    async with visit.transaction() as db:
        await drafts.sent(db, secret, receipt.number, visit.now)
    return _on(secret, "sent")


def _order(whole: Whole, draft: Draft, now: datetime) -> SubmitInquiry:
    """A new inquiry, or what becomes of the one that it changes."""
    about = draft.about
    if about and about.changes:
        return change(whole, about, now)
    submitted = order(whole, draft.inquiry_id, now)
    return submitted.model_copy(update={"entered_by": about.by_id}) if about and about.entered else submitted


@router.post("/inquiry/{secret}/anew")
async def anew(visit: Anyone, secret: str) -> Response:
    """Somebody else has changed the inquiry meanwhile: a form as it stands now, in place of this one."""
    draft = await _find(visit, secret)
    if draft.about is None or draft.about.changes is None:
        raise NotFound
    _by_its_link(visit, draft)
    return await correcting(visit, draft.about.changes, draft.about)


def _by_its_link(visit: Visit, draft: Draft) -> None:
    if draft.about and draft.about.link:
        visit.proof, visit.proved_as = LINK + draft.about.link, draft.about.by_id


@router.get("/inquiry/{secret}/sent")
async def thank_you(visit: Anyone, secret: str) -> Response:
    draft = await _find(visit, secret)
    if not draft.number:
        return _on(secret, "check")
    return await _sent_page(visit, draft)


async def _sent_page(visit: Visit, draft: Draft, status: int = 200) -> Response:
    return await visit.page(
        "inquiry/sent.html",
        status,
        about=draft.about,
        too_late=status == 409,
        number=draft.number,
        email=address_of(draft.typed),
        promised=await promises(visit, draft.saved_at),
    )


@router.get("/inquiry/{secret}/later")
async def later(visit: Anyone, secret: str) -> Response:
    """The link by which one comes back: it is shown, not mailed."""
    draft = await _find(visit, secret)
    step = unfinished(draft.typed)
    path = f"/inquiry/{secret}/{step or 'check'}"
    until = visit.now + drafts.KEPT_FOR
    return await visit.page(
        "inquiry/later.html", path=path, link=visit.door.settings.public_url + path, until=until
    )


@router.get("/inquiry/{secret}/{step}")
async def show(visit: Anyone, secret: str, step: Step) -> Response:
    draft = await _find(visit, secret)
    if draft.number:
        return _on(secret, "sent")
    known = {"language": visit.language, "country": HOME}
    return await _step(visit, step, Filled[Form](known | draft.typed), secret, about=draft.about)


@router.post("/inquiry/{secret}/{step}", openapi_extra=described(Whole))
async def keep(visit: Anyone, secret: str, step: Step) -> Response:
    """On to the first step that still lacks something, or to the check."""
    draft = await _find(visit, secret)
    if draft.number:
        return await _sent_page(visit, draft, 409)
    form, later = await _sent(visit, step)
    if step == step_of("headcount"):
        check_size(form, await promises(visit))
        if not (draft.about and draft.about.changes):
            check_begin(form, local_date(visit.now))
            check_offered(form, await offered(visit))
    if not (form.is_valid or later):
        return await _step(visit, step, form, secret, status=422, about=draft.about)
    said = storable(form.values)
    async with visit.transaction() as db:
        await drafts.save(db, secret, said, visit.now)
    return _on(secret, "later" if later else unfinished(draft.typed | said) or "check")


async def _step(
    visit: Visit,
    step: int,
    form: Filled[Form],
    secret: str | None = None,
    status: int = 200,
    about: About | None = None,
) -> Response:
    path = f"/inquiry/{secret}/{step}" if secret else "/inquiry"
    template, promised = f"inquiry/step{step}.html", await promises(visit)
    return await visit.page(
        template,
        status,
        step=step,
        about=about,
        path=path,
        secret=secret,
        form=form,
        offers=await offered(visit),
        promised=promised,
        sizes={one.value: promised.size_of(one) for one in Audience},
    )


async def _check(visit: Visit, draft: Draft, secret: str, form: Filled[Whole], status: int = 200) -> Response:
    size = size_of(form.data.audience, LARGEST_GROUP)
    warned_above = size.usual_most if size.is_large(form.data.headcount) else None
    return await visit.page(
        "inquiry/check.html",
        status,
        about=draft.about,
        secret=secret,
        form=form,
        typed=form.data.model_dump(mode="json") if form.is_valid else form.values,
        step_of=step_of,
        warned_above=warned_above,
    )


async def _sent(visit: Visit, step: int) -> tuple[Filled[Form], bool]:
    """The step's form, and whether it is put aside for now: then it may lack anything."""
    form = await filled(STEPS[step])(visit.request)
    return form, (await typed(visit.request)).get("then") == "later"


async def _find(visit: Visit, secret: str) -> Draft:
    async with visit.transaction() as db:
        draft = await drafts.find(db, secret, visit.now)
    if draft is None:
        raise NotFound
    return draft


async def _known_of(visit: Visit) -> dict[str, Any]:
    """Name and address of who is signed in, and of the organisation or department that they act for."""
    if not visit.signed_in:
        return {}
    person = await visit.ask(ShowPerson(person_id=visit.person_id))
    known: dict[str, Any] = {
        "contact_given_name": person.given_name,
        "contact_family_name": person.family_name,
        "contact_email": person.email,
    }
    viewer = visit.viewer
    if viewer.role is not Role.COMMISSIONER or viewer.organisation_id is None:
        return known
    query = ShowCustomer(organisation_id=viewer.organisation_id, department_id=viewer.department_id)
    customer = await visit.ask(query)
    return known | {
        "organisation_name": customer.name,
        "business_id": customer.business_id or "",
        "foreign_id": customer.foreign_id or "",
        "organisation_kind": customer.kind,
        "invoice_email": customer.invoice_email,
        **customer.address.model_dump(),
    }


def _on(secret: str, step: int | str) -> RedirectResponse:
    return RedirectResponse(f"/inquiry/{secret}/{step}", 303)
