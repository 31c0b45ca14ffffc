"""What a visitor is shown when a request fails: a page in their language, or the way to the sign-in."""

from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.responses import RedirectResponse, Response
from starlette.exceptions import HTTPException

from services.runtime.commands.refusal import Refusal
from services.runtime.policy import may
from services.runtime.storage.database import DATABASE, transaction
from services.web.http.errors import Failures, NotTheirs, Over
from services.web.pages.door import Door
from services.web.pages.forms import typed as sent_form
from services.web.pages.languages import marked as _
from services.web.pages.presses import FIELD
from services.web.pages.refusals import sentence
from services.web.pages.visit import SignInFirst, Visit, found_before, is_stream, visiting
from services.web.sign_in import browser_sessions, unsent
from services.web.sign_in.identity import Standing

_PAGES = {
    400: _("The request could not be read."),
    403: _("This request came from another site and was not carried out."),
    404: _("There is no such page, or it is not for you to see."),
    405: _("This cannot be done here."),
    409: _("This cannot be done now."),
    413: _("What was sent is too large. Go back and send less, or a smaller file."),
    415: _("What was sent is not a form."),
    422: _("Something in the address, or in what is searched for, is not right."),
    429: _("Too many tries. Wait a while, then try again."),
    500: _("Something went wrong on our side. It has been noted."),
    503: _("A part of the service is away for a moment. Nothing was lost; try again."),
}

_NOT_THEIRS = _("This is not yours to do as things are. Here is how it stands now.")
_OVER = _("This is over, or was done already. Here is how it stands now.")
_NOT_THEIR_FAULT = (500, 503)


def install(app: FastAPI) -> None:
    app.add_exception_handler(SignInFirst, _to_sign_in)
    app.add_exception_handler(Over, _on)
    door: Door = app.state.door
    Failures(failed, door.service.dependencies).install(app)


async def failed(request: Request, status: int, refusal: Refusal | None = None) -> Response:
    """The page for this status. refusal: says more exactly why."""
    text = sentence(refusal) if refusal else _PAGES[status]
    visit = await _who_it_was(request, status)
    told = {"failure": status, "text": visit.text(text), "again": await _to_send_again(request, status)}
    told["others"] = _who_may(visit, request) if status == 404 else []
    told["most"] = getattr(request.state, "largest", None) if status == 413 else None
    try:
        return await visit.page("failed.html", status, **told)
    except Exception:
        return await Visit(request).page("failed.html", status, **told)


def _who_may(visit: Visit, request: Request) -> list[Standing]:
    """The visitor's other roles that may do all that the page asks for; none where there is no such page."""
    if (
        not (visit.signed_in and visit.identity)
        or request.method != "GET"
        or request.scope.get("route") is None
    ):
        return []
    needs = getattr(request.state, "needs", ())
    return [
        one
        for one in visit.identity.standings
        if one.key != visit.standing.key and all(may(one.role, right) for right in needs)
    ]


async def _to_send_again(request: Request, status: int) -> tuple[str, list[tuple[str, str]]] | None:
    """Where to, and what was typed: no browser keeps it behind a page that may not be stored. None: nothing was."""
    if request.method != "POST" or status not in _NOT_THEIR_FAULT or not (said := await _texts(request)):
        return None
    query = f"?{request.url.query}" if request.url.query else ""
    return request.url.path + query, said


async def _who_it_was(request: Request, status: int) -> Visit:
    """While a part is away, it is not asked again for the page that says so: it would be waited for once more."""
    if status == 503:
        database_answers = getattr(request.state, "is_away", None) != DATABASE
        return (database_answers and found_before(request)) or Visit(request)
    try:
        return await visiting(request)
    except Exception:  # the database or directory is away: the page needs neither
        return Visit(request)


async def _to_sign_in(request: Request, _error: Exception) -> Response:
    if request.method != "GET":
        return await _with_what_was_typed(request)
    if is_stream(request):
        return Response(status_code=204)  # as the standard has it, the browser asks no more
    if request.headers.get("hx-request"):
        return Response(status_code=401, headers={"HX-Redirect": "/sign-in"})
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"/sign-in?next={quote(request.url.path + query)}", 303)


async def _on(request: Request, error: Exception) -> Response:
    """An old tab or a mail led here: to where it stands now, and told."""
    assert isinstance(error, Over)
    visit = found_before(request) or await visiting(request)
    return await visit.go(error.on, visit.text(_NOT_THEIRS if isinstance(error, NotTheirs) else _OVER))


async def _with_what_was_typed(request: Request) -> Response:
    """After the sign-in back to the form, where it waits; see `sign_in/unsent.py`."""
    door: Door = request.app.state.door
    page, secret = unsent.page_of(request), None
    if typed := await _texts(request):
        ended = browser_sessions.secret_kept_by(request.cookies, door.cookie)
        form = unsent.Unsent(request.url.path, page, typed)
        async with transaction(door.service.engine) as db:
            secret = await unsent.keep(db, ended, form, door.real_clock.now())
    sign_in = f"/sign-in?next={quote(page)}"
    is_part = request.headers.get("hx-request")
    response = (
        Response(status_code=401, headers={"HX-Redirect": sign_in})
        if is_part
        else RedirectResponse(sign_in, 303)
    )
    if secret:
        unsent.give(response, request, secret)
    return response


async def _texts(request: Request) -> list[tuple[str, str]]:
    """What was sent, if it was a form with anything in it."""
    try:
        sent = await sent_form(request)
    except HTTPException:
        return []
    return [
        (name, text) for name, text in sent.multi_items() if name != FIELD and isinstance(text, str) and text
    ]
