"""How a person comes in: their own sessions and passkeys, seen and ended; and the page that asks for a passkey."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends
from fastapi.responses import RedirectResponse, Response

from services.messages.directory import Base64Url, RemovePasskey
from services.web.access_log.both_doors import refused_codes_of_both
from services.web.http.errors import NotFound
from services.web.pages.forms import Filled, Form, filled
from services.web.pages.languages import marked as _
from services.web.pages.sending import send_command
from services.web.pages.visit import SignedIn, SignInFirst, Visit, own_path
from services.web.sign_in import browser_sessions, ended_proofs
from services.web.sign_in.passkeys import MaybeUnproven, own_passkeys

router = APIRouter()
PAGE = "/me/security"


class SessionForm(Form):
    session_id: UUID


class PasskeyForm(Form):
    credential_id: Base64Url


async def security(visit: Visit) -> dict[str, Any]:
    """For the part `sign_in/security.html`: sessions (`BrowserSession`, the latest first), this one's id, passkeys,
    how many codes were refused.
    """
    assert visit.browser_session is not None
    async with visit.transaction() as db:
        running = await browser_sessions.those_of(db, visit.person_id, visit.door.real_clock.now())
    passkeys = await own_passkeys(visit)
    return {
        "sessions": running,
        "this_session": visit.browser_session.session_id,
        "passkeys": passkeys,
        "refused": await refused_codes_of_both(visit, visit.person_id),
    }


@router.get(PAGE)
async def show(visit: SignedIn) -> Response:
    return await visit.page("sign_in/me.html", security=await security(visit))


@router.post("/me/sessions/revoke")
async def revoke(
    visit: SignedIn, form: Annotated[Filled[SessionForm], Depends(filled(SessionForm))]
) -> Response:
    if not form.is_valid:
        raise NotFound
    async with visit.transaction() as db:
        ended = await browser_sessions.revoke(
            db, visit.person_id, form.data.session_id, visit.door.real_clock.now()
        )
    await ended_proofs.end(visit.door.service.ask, ended)
    await visit.note("ended_session")
    return await visit.go(PAGE, visit.text(_("That device is signed out.")))


@router.post("/me/sessions/revoke-others")
async def revoke_others(visit: SignedIn) -> Response:
    assert visit.browser_session is not None
    async with visit.transaction() as db:
        ended = await browser_sessions.revoke_others(
            db, visit.person_id, visit.browser_session.session_id, visit.door.real_clock.now()
        )
    await ended_proofs.end(visit.door.service.ask, ended)
    await visit.note("ended_other_sessions")
    return await visit.go(PAGE, visit.text(_("All your other devices are signed out.")))


@router.post("/passkeys/remove")
async def remove_passkey(
    visit: SignedIn, form: Annotated[Filled[PasskeyForm], Depends(filled(PasskeyForm))]
) -> Response:
    """Whatever came in by a passkey may have come in by this one, and has to prove it again."""
    if not form.is_valid:
        raise NotFound
    answer = await send_command(
        visit,
        RemovePasskey(
            person_id=visit.person_id, credential_id=form.data.credential_id, removed_by=visit.person_id
        ),
        then=PAGE,
        said=_(
            "The passkey was removed. Devices that had signed in with a passkey are signed out, except this one."
        ),
    )
    assert visit.browser_session is not None
    now, mine = visit.door.real_clock.now(), visit.browser_session.session_id
    async with visit.transaction() as db:
        ended = await browser_sessions.revoke_others(db, visit.person_id, mine, now, proven_by="passkey")
    await ended_proofs.end(visit.door.service.ask, ended)
    return answer


@router.get("/me/passkey-needed")
async def passkey_needed(visit: MaybeUnproven, next: str = "") -> Response:
    """For who came in by a mailed code and needs more: use their passkey, or make the first one."""
    if not visit.signed_in:
        raise SignInFirst
    onward = own_path(next) if next else visit.door.home
    if visit.is_proven:
        return RedirectResponse(onward, 303)
    has_one = bool(await own_passkeys(visit))
    by_half = visit.browser_session is not None and visit.browser_session.proven_by == "half"
    return await visit.page(
        "sign_in/passkey_needed.html", onward=onward, has_passkey=has_one, by_half=by_half
    )
