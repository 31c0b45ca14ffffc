"""A new mail address, proven by a code that goes there: one's own at /me/address, and as staff ask it for somebody.

The code works once, in the browser that asked, for this person and address alone.
"""

from typing import Annotated
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from services.messages.directory import (
    ChangeAddress,
    EarlierAddress,
    FindPerson,
    ListEarlierAddresses,
    PersonCard,
    ShowPerson,
)
from services.messages.notices import MailSignInCode
from services.messages.values import Email
from services.web.pages.forms import Filled, Form, filled
from services.web.pages.languages import marked as _
from services.web.pages.visit import SignedIn, Visit
from services.web.sign_in import browser, browser_sessions, ended_proofs
from services.web.sign_in.by_code import codes
from services.web.sign_in.by_code.asking_often import may_ask, may_try
from services.web.sign_in.mailed import CODE_SAID, TOO_MANY, TOO_MANY_CODES, CodeForm

_CHANGED = _(
    "The mail address is changed. The earlier one has been told. Links in letters that went there open no more; "
    "what waits for your answer comes to the new one once more."
)
_PUT_RIGHT = _(
    "The mail address is changed. The earlier one has been told, and opens nothing more: "
    "links, sign-ins, calendar feeds and passkeys from before have ended. "
    "What waits for their answer goes to the new one by itself."
)
router = APIRouter()
PAGE = "/me/address"


class NewAddressForm(Form):
    email: Email


@router.get(PAGE)
async def show(visit: SignedIn) -> HTMLResponse:
    return await page(visit, visit.person_id, PAGE)


@router.post(PAGE)
async def ask(
    visit: SignedIn, form: Annotated[Filled[NewAddressForm], Depends(filled(NewAddressForm))]
) -> Response:
    return await ask_for(visit, visit.person_id, PAGE, form)


@router.post(f"{PAGE}/code")
async def take(visit: SignedIn, form: Annotated[Filled[CodeForm], Depends(filled(CodeForm))]) -> Response:
    return await take_code(visit, visit.person_id, PAGE, form)


async def ask_for(
    visit: Visit, person_id: UUID, path: str, form: Filled[NewAddressForm], back: str = ""
) -> Response:
    """The same answer, whether somebody else has the address or not. back: see `page`. Refuses: unknown_person."""
    await _earlier(visit, person_id)
    if not form.is_valid:
        return await page(visit, person_id, path, 422, form, back=back)
    email = form.data.email.lower()
    person = await visit.ask(ShowPerson(person_id=person_id))
    if email == person.email:
        form.refuse("email", _("This is the address already."))
        return await page(visit, person_id, path, 422, form, back=back)
    if not await may_ask(visit, email):
        form.refuse(None, TOO_MANY_CODES)
        return await page(visit, person_id, path, 429, form, back=back)
    secret = browser.known_or_new(visit.request)
    free = (await visit.ask(FindPerson(email=email))).person is None
    async with visit.transaction() as db:
        code = await codes.ask(
            db, _key(secret, person_id), email, person_id if free else None, path, visit.door.real_clock.now()
        )
    if free and code:
        await _mail(visit, person, email, code, path)
    response = RedirectResponse(_with(path, back), 303)
    browser.give(response, visit.request, secret)
    return response


async def take_code(
    visit: Visit, person_id: UUID, path: str, form: Filled[CodeForm], back: str = ""
) -> Response:
    """Everybody signed in as this person at this door is signed out, but for this browser."""
    secret = browser.secret_of(visit.request)
    key = _key(secret, person_id) if secret else None
    async with visit.transaction() as db:
        asked = await codes.current(db, key, visit.door.real_clock.now())
    if asked is None or not form.is_valid:
        return await page(visit, person_id, path, 422, code=form, back=back)
    if not await may_try(visit, asked.email):
        form.refuse(None, TOO_MANY)
        return await page(visit, person_id, path, 429, code=form, back=back)
    tried, changed = await _changed(visit, person_id, key, form)
    if tried != "right":
        form.refuse("code", CODE_SAID[tried])
    if not changed:
        return await page(visit, person_id, path, 422, code=form, back=back)
    await _sign_out(visit, person_id)
    await visit.note(ChangeAddress, about=person_id)
    return await visit.go(
        _with(path, back), visit.text(_CHANGED if person_id == visit.person_id else _PUT_RIGHT)
    )


async def _changed(
    visit: Visit, person_id: UUID, key: str | None, form: Filled[CodeForm]
) -> tuple[str, bool]:
    """What the code came to, and whether the address is another now. A code is used only once directory has answered:
    who is told to try again types the same.
    """
    async with visit.transaction() as db:
        digits = "".join(form.data.code.split())
        tried = await codes.attempt(db, key, digits, visit.door.real_clock.now())
        if tried.outcome != "right":
            return tried.outcome, False
        order = ChangeAddress(
            person_id=person_id, email=tried.email, changed_by=visit.person_id, as_of=visit.now
        )
        done = await form.carry_out(lambda _typed: visit.ask(order))
    return tried.outcome, done is not None


async def page(
    visit: Visit,
    person_id: UUID,
    path: str,
    status: int = 200,
    form: Filled[NewAddressForm] | None = None,
    code: Filled[CodeForm] | None = None,
    back: str = "",
) -> HTMLResponse:
    """back: the page from which one came, to which one goes back; empty for the usual one."""
    secret = browser.secret_of(visit.request)
    async with visit.transaction() as db:
        key = _key(secret, person_id) if secret else None
        asked = await codes.current(db, key, visit.door.real_clock.now())
    code = code or Filled[CodeForm]()
    code.values["code"] = ""
    return await visit.page(
        "sign_in/new_address.html",
        status,
        paths=(_with(path, back), _with(f"{path}/code", back)),
        back_to=back,
        person=await visit.ask(ShowPerson(person_id=person_id)),
        earlier=await _earlier(visit, person_id),
        asked=asked if asked and not asked.is_over else None,
        form=form or Filled[NewAddressForm](),
        code=code,
    )


def _with(path: str, back: str) -> str:
    return f"{path}?{urlencode({'back': back})}" if back else path


async def _earlier(visit: Visit, person_id: UUID) -> list[EarlierAddress]:
    """Directory says whose address is this visitor's to change. Refuses: unknown_person."""
    query = ListEarlierAddresses(person_id=person_id, asked_by=visit.person_id)
    return (await visit.ask(query)).addresses


async def _mail(visit: Visit, person: PersonCard, email: str, code: str, path: str) -> None:
    order = MailSignInCode(
        email=email,
        person_id=person.person_id,
        code=code,
        language=person.language,
        link=visit.door.settings.public_url + path,
        purpose=visit.door.name,
        proves="address",
        asked_by=visit.person_id,
        as_of=visit.now,
    )
    await visit.ask(order)


async def _sign_out(visit: Visit, person_id: UUID) -> None:
    visit.door.identities.forget(person_id)
    own = visit.browser_session.session_id if visit.browser_session and visit.person_id == person_id else None
    async with visit.transaction() as db:
        ended = await browser_sessions.revoke_others(db, person_id, own, visit.door.real_clock.now())
    await ended_proofs.end(visit.door.service.ask, ended)


def _key(secret: str, person_id: UUID) -> str:
    """A browser of its own, as far as codes go: none of them signs anybody in."""
    return f"{secret}:address:{person_id}"
