"""The sign-in by a mailed code: the address, the code in the tab that asked, and the page behind the mail's link."""

import asyncio
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends
from fastapi.responses import RedirectResponse, Response
from pydantic import Field

from services.messages.directory import AskSignInCode, FindAddressee, Proved, TakeSignInCode
from services.messages.texts import is_digits
from services.messages.values import Email
from services.runtime.commands.refusal import Fault, Refusal
from services.runtime.logs import log
from services.web.pages.forms import Filled, Form, filled
from services.web.pages.languages import marked as _
from services.web.pages.visit import Anyone, Visit, own_path, visiting_unproven
from services.web.sign_in import browser
from services.web.sign_in.by_code import codes
from services.web.sign_in.by_code.asking_often import may_ask, may_try, was_right
from services.web.sign_in.entering import enter, let_in, way_in

router = APIRouter()

TOO_MANY = _("Too many tries. Wait a while, then try again.")
TOO_MANY_CODES = _(
    "Many codes have been asked for this address. One that has come is good in the browser that asked for it; another "
    "can be asked for in %(ask_code_minutes)s minutes, and with a passkey you come in at once."
)
CODE_SAID = {
    "wrong": _("This code is not right. Check it, or ask for a new one."),
    "over": _("This code is no longer valid. Ask for a new one."),
    "locked": _(
        "%(code_tries)s wrong codes: this address is locked in this browser for %(locked_minutes)s minutes."
    ),
}
_mailing: set[asyncio.Task[None]] = set()


class AddressForm(Form):
    email: Email
    next: Annotated[str, Field(max_length=2000)] = ""


class CodeForm(Form):
    code: Annotated[str, Field(max_length=40)]


@router.get("/sign-in")
async def sign_in(visit: Anyone, next: str = "") -> Response:
    """Who is signed in goes on; who has only to prove more, to the page where that is done."""
    if visit.signed_in:
        return RedirectResponse(way_in(visit, next), 303)
    if (await visiting_unproven(visit.request)).signed_in:
        return RedirectResponse(f"/me/passkey-needed?next={quote(own_path(next))}", 303)
    form = Filled[AddressForm]({"next": own_path(next) if next else ""})
    return await visit.page("sign_in/address.html", form=form)


@router.post("/sign-in")
async def ask_code(
    visit: Anyone, form: Annotated[Filled[AddressForm], Depends(filled(AddressForm))]
) -> Response:
    """The same answer, in the same time, whether anybody has this address or not."""
    if not form.is_valid:
        return await visit.page("sign_in/address.html", 422, form=form)
    email = form.data.email.lower()
    if not await may_ask(visit, email):
        form.refuse(None, TOO_MANY_CODES)
        return await visit.page("sign_in/address.html", 429, form=form, too_many=True)
    person_id = (await visit.ask(FindAddressee(email=email))).person_id
    secret = browser.known_or_new(visit.request)
    async with visit.transaction() as db:
        code = await codes.ask(db, secret, email, person_id, form.data.next, visit.door.real_clock.now())
    if code:
        _mail_later(visit, email, secret)
    response = RedirectResponse("/sign-in/code", 303)
    browser.give(response, visit.request, secret)
    return response


@router.get("/sign-in/code")
async def show_code(visit: Anyone) -> Response:
    return await _code_page(visit, Filled[CodeForm]())


@router.post("/sign-in/code")
async def take_code(visit: Anyone, form: Annotated[Filled[CodeForm], Depends(filled(CodeForm))]) -> Response:
    secret = browser.secret_of(visit.request)
    asked = await _asked(visit, secret)
    if asked is None or not form.is_valid:
        return await _code_page(visit, form, 422)
    if not await may_try(visit, asked.email):
        form.refuse(None, TOO_MANY)
        return await _code_page(visit, form, 429)
    tried, proved = await _tried(visit, secret, "".join(form.data.code.split()))
    entered = await enter(visit, proved, "code") if tried.outcome == "right" else None
    if entered is None:
        form.refuse("code", CODE_SAID["wrong" if tried.outcome == "right" else tried.outcome])
        return await _code_page(visit, form, 429 if tried.outcome == "locked" else 422)
    async with visit.transaction() as db:
        now = visit.door.real_clock.now()
        await codes.use(db, secret, tried.email, now)
        await was_right(db, visit, tried.email, now)
    return let_in(RedirectResponse(way_in(visit, tried.next_path), 303), visit, entered)


@router.get("/sign-in/link")
async def open_link(visit: Anyone, code: str = "") -> Response:
    """Changes nothing: what scans mails opens links too. In the browser that asked, a button takes the code."""
    asked = await _asked(visit, browser.secret_of(visit.request))
    here = asked is not None and not asked.is_over
    shown = code if is_digits(code) and len(code) == 6 else ""
    return await visit.page("sign_in/link.html", code=shown, here=here and shown != "")


async def _code_page(visit: Visit, form: Filled[CodeForm], status: int = 200) -> Response:
    asked = await _asked(visit, browser.secret_of(visit.request))
    if asked is None:
        return RedirectResponse("/sign-in", 303)
    if asked.is_locked and not form.errors:  # no other code is mailed meanwhile
        form.refuse("code", CODE_SAID["locked"])
    form.values["code"] = ""
    return await visit.page("sign_in/code.html", status, form=form, asked=asked)


async def _tried(visit: Visit, secret: str | None, digits: str) -> tuple[codes.Tried, Proved]:
    """What directory has proved by it, which alone knows the code. It is used only once they have entered: who is told
    to try again meanwhile types the same one.
    """
    found = [Proved()]

    async def is_right(email: str) -> bool:
        if not (is_digits(digits) and len(digits) == 6):
            return False
        order = TakeSignInCode(email=email, browser=codes.key_of(secret or ""), code=digits, as_of=visit.now)
        found.append(await visit.ask(order))
        return found[-1].person_id is not None

    async with visit.transaction() as db:
        tried = await codes.attempt(db, secret, digits, visit.door.real_clock.now(), is_right)
    return tried, found[-1]


async def _asked(visit: Visit, secret: str | None) -> codes.Asked | None:
    async with visit.transaction() as db:
        return await codes.current(db, secret, visit.door.real_clock.now())


def _mail_later(visit: Visit, email: str, secret: str) -> None:
    """Beside the answer, whose time must not tell whether there is somebody to mail."""
    task = asyncio.ensure_future(_mail(visit, email, secret))
    _mailing.add(task)
    task.add_done_callback(_mailing.discard)


async def _mail(visit: Visit, email: str, secret: str) -> None:
    """To somebody who may come in here, as directory knows. What fails they ask for again, who see no mail."""
    try:
        await visit.ask(AskSignInCode(email=email, browser=codes.key_of(secret), as_of=visit.now))
    except (Refusal, Fault) as error:
        log.warning("sign_in_code_not_mailed", error_type=type(error).__name__)
