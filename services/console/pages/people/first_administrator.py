"""Who opens the link that the command printed becomes the first administrator, by a code at their mail address.

Opening it changes nothing: mail and browsers look at links by themselves. The link is used up with the right code.
"""

import hashlib
import json
from typing import Annotated
from uuid import uuid4

from fastapi import APIRouter, Depends
from fastapi.responses import RedirectResponse, Response
from pydantic import Field

from services.console.pages.people import roles
from services.messages.directory import FindFirstLink, Proved, UseFirstLink
from services.messages.names import PersonName
from services.messages.notices import CODE_GOOD_FOR, MailSignInCode
from services.messages.values import Email, Language
from services.runtime.proofs.links import decoded, encoded
from services.web.pages.forms import Filled, Form, filled
from services.web.pages.languages import marked as _
from services.web.pages.visit import Anyone, Visit
from services.web.sign_in import browser
from services.web.sign_in.by_code import codes
from services.web.sign_in.by_code.asking_often import may_ask, may_try
from services.web.sign_in.entering import enter, let_in
from services.web.sign_in.mailed import CODE_SAID, TOO_MANY

router = APIRouter(prefix="/first-administrator")
LinkSecret = Annotated[str, Field(max_length=200)]


class WhoForm(roles.PersonForm):
    link: LinkSecret


_KEPT_FOR = CODE_GOOD_FOR
"""By the browser: who they said they are, so that the mail's link leads to the code's form."""
_OF_THE_FIRST = ("link", "given_name", "family_name", "language", "email")

_ANOTHER_TAB = _(
    "You have had a code sent to another address since, in another tab. Go on there, or ask for a new one."
)


class ProofForm(Form):
    """Everything of the first form: of two tabs, each goes on with its own, and only with a code to its own address."""

    link: LinkSecret
    given_name: PersonName
    family_name: PersonName
    language: Language
    email: Email
    code: Annotated[str, Field(max_length=40)]


@router.get("")
async def open_link(visit: Anyone, link: str = "") -> Response:
    return await _page(visit, Filled[WhoForm]({"link": link, "language": visit.language}))


@router.post("")
async def mail_code(visit: Anyone, form: Annotated[Filled[WhoForm], Depends(filled(WhoForm))]) -> Response:
    if not form.is_valid or not await _is_good(visit, form):
        return await _page(visit, form, 422)
    email = form.data.email.lower()
    if not await may_ask(visit, email):
        form.refuse(None, TOO_MANY)
        return await _page(visit, form, 429)
    secret, person_id = browser.known_or_new(visit.request), uuid4()
    async with visit.transaction() as db:
        code = await codes.ask(db, secret, email, person_id, "/", visit.door.real_clock.now())
    if code:
        order = MailSignInCode(
            email=email,
            person_id=person_id,
            code=code,
            language=form.data.language,
            link=f"{visit.door.settings.public_url}/first-administrator/code",
            purpose="console",
            as_of=visit.now,
        )
        await visit.ask(order)
    response = await _code_page(visit, Filled[ProofForm](form.values), email)
    browser.give(response, visit.request, secret)
    _keep(response, visit, form)
    return response


@router.get("/code")
async def where_to_type_it(visit: Anyone) -> Response:
    """Where the mail's link leads: in the browser that asked, to the code's form; in another, back to that one."""
    form = Filled[ProofForm](_kept(visit))
    if await _is_good(visit, form):
        return await _code_page(visit, form, str(form.values["email"]))
    return await visit.page("first_administrator/code.html", form=None)


@router.post("/code")
async def take_code(
    visit: Anyone, form: Annotated[Filled[ProofForm], Depends(filled(ProofForm))]
) -> Response:
    secret = browser.secret_of(visit.request)
    now = visit.door.real_clock.now()
    async with visit.transaction() as db:
        asked = await codes.current(db, secret, now)
    if asked is None or not await _is_good(visit, form):
        return await _page(visit, Filled[WhoForm](form.values), 422)
    if not form.is_valid:
        return await _code_page(visit, form, str(form.values.get("email", "")), 422)
    if asked.email != form.data.email.lower():
        form.refuse("code", _ANOTHER_TAB)
        return await _code_page(visit, form, form.data.email, 422)
    if not await may_try(visit, asked.email):
        form.refuse(None, TOO_MANY)
        return await _code_page(visit, form, asked.email, 429)
    async with visit.transaction() as db:
        tried = await codes.attempt(db, secret, "".join(form.data.code.split()), now)
    if tried.person_id is None:
        form.refuse("code", CODE_SAID[tried.outcome])
        return await _code_page(visit, form, asked.email, 422)
    return await _become(visit, form, tried)


async def _become(visit: Visit, form: Filled[ProofForm], tried: codes.Tried) -> Response:
    """Somebody else may have been quicker: then it is said."""
    order = UseFirstLink(
        secret_hash=_hash(form.data.link),
        person_id=tried.person_id,
        email=tried.email,
        as_of=visit.now,
        **form.data.model_dump(include={"given_name", "family_name", "language"}),
    )
    person = await visit.ask(order)
    proved = Proved(person_id=person.person_id, proof=person.proof)
    entered = await enter(visit, proved, "code")
    if entered is None:
        return RedirectResponse("/sign-in", 303)
    return let_in(RedirectResponse("/", 303), visit, entered)


def _keep(response: Response, visit: Visit, form: Filled[WhoForm]) -> None:
    """With the browser alone, which may put other words in: each form is looked at as it is sent."""
    typed = {name: str(form.values.get(name) or "") for name in _OF_THE_FIRST}
    response.set_cookie(
        _cookie(visit),
        encoded(json.dumps(typed).encode()),
        max_age=int(_KEPT_FOR.total_seconds()),
        path="/first-administrator",
        secure=visit.door.cookies_are_sealed,
        httponly=True,
        samesite="lax",
    )


def _kept(visit: Visit) -> dict[str, str]:
    """Empty where this browser has not asked for a code, or its time is over."""
    try:
        told = json.loads(decoded(visit.request.cookies.get(_cookie(visit), "")))
        return {name: str(told[name]) for name in _OF_THE_FIRST}
    except (ValueError, KeyError, TypeError):
        return {}


def _cookie(visit: Visit) -> str:
    return f"{visit.door.cookie}-first"


async def _is_good(visit: Visit, form: Filled[WhoForm] | Filled[ProofForm]) -> bool:
    found = await visit.ask(FindFirstLink(secret_hash=_hash(str(form.values.get("link", "")))))
    return found.is_good


def _hash(link: str) -> str:
    return hashlib.sha256(link.encode()).hexdigest()


async def _page(visit: Visit, form: Filled[WhoForm], status: int = 200) -> Response:
    good = await _is_good(visit, form)
    return await visit.page("first_administrator/who.html", status, form=form, good=good)


async def _code_page(visit: Visit, form: Filled[ProofForm], email: str, status: int = 200) -> Response:
    form.values["code"] = ""
    return await visit.page("first_administrator/code.html", status, form=form, email=email)
