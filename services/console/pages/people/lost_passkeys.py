"""The passkeys of somebody who has lost a device: an administrator removes them, and the person makes a new one."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends
from fastapi.responses import RedirectResponse, Response

from services.messages.directory import ListPasskeys, RemovePasskey, ShowPerson
from services.web.http.errors import NotFound
from services.web.pages.forms import Filled, filled
from services.web.pages.languages import marked as _
from services.web.pages.visit import SignedIn, Visit
from services.web.sign_in import browser_sessions, ended_proofs
from services.web.sign_in.security import PasskeyForm

router = APIRouter(prefix="/people/{person_id}/passkeys")


@router.get("")
async def show(visit: SignedIn, person_id: UUID) -> Response:
    _must(visit, person_id)
    person = await visit.ask(ShowPerson(person_id=person_id))
    if person.person_id != person_id:
        return RedirectResponse(f"/people/{person.person_id}/passkeys", 303)
    passkeys = (await visit.ask(ListPasskeys(person_id=person_id))).passkeys
    return await visit.page("people/passkeys.html", person=person, passkeys=passkeys)


@router.post("")
async def remove(
    visit: SignedIn, person_id: UUID, form: Annotated[Filled[PasskeyForm], Depends(filled(PasskeyForm))]
) -> Response:
    """Whoever found the device is signed out as well."""
    _must(visit, person_id)
    if not form.is_valid:
        raise NotFound
    order = {"person_id": person_id, "credential_id": form.data.credential_id}
    await visit.ask(RemovePasskey.model_validate(order | {"removed_by": visit.person_id}))
    async with visit.transaction() as db:
        ended = await browser_sessions.revoke_others(db, person_id, None, visit.door.real_clock.now())
    await ended_proofs.end(visit.door.service.ask, ended)
    await visit.note(RemovePasskey, about=person_id)
    said = visit.text(_("The passkey was removed, and the person is signed out of the console everywhere."))
    return await visit.go(f"/people/{person_id}/passkeys", said)


def _must(visit: Visit, person_id: UUID) -> None:
    """One's own are on /me/security, where this browser stays signed in."""
    visit.must("remove_lost_passkeys")
    if person_id == visit.person_id:
        raise NotFound
