"""Every way in which a request can fail, as a page in the visitor's language; nothing that was sent is repeated."""

from functools import cache
from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse, Response
from pydantic import ValidationError
from starlette.exceptions import HTTPException

from services.messages.envelope import SERVICES, commands_of
from services.runtime.logs import log
from services.runtime.refusal import Fault, Refusal
from services.runtime.web.languages import marked as _
from services.runtime.web.refusals import sentence
from services.runtime.web.visit import NotFound, SignInFirst, Visit, visiting

_PAGES = {
    400: _("The request could not be read."),
    403: _("This request came from another site and was not carried out."),
    404: _("There is no such page, or it is not for you to see."),
    405: _("This cannot be done here."),
    409: _("This cannot be done now."),
    413: _("What was sent is too large."),
    415: _("What was sent is not a form."),
    422: _("Something in the address is not right."),
    429: _("Too many tries. Wait a while, then try again."),
    500: _("Something went wrong on our side. It has been noted."),
    503: _("A part of the service is away for a moment. Nothing was lost; try again."),
}


def install(app: FastAPI) -> None:
    app.add_exception_handler(SignInFirst, _to_sign_in)
    app.add_exception_handler(NotFound, _not_found)
    app.add_exception_handler(Refusal, _refused)
    app.add_exception_handler(Fault, _away)
    app.add_exception_handler(RequestValidationError, _malformed)
    app.add_exception_handler(ValidationError, _unspeakable)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _broken)


async def failed(request: Request, status: int, said: str = "") -> Response:
    """The page for this status. said: marked English, more exact than the usual sentence."""
    text = said or _PAGES.get(status, _PAGES[500])
    try:
        visit = await visiting(request)
    except Exception:  # the database or directory is away: the page needs neither
        visit = Visit(request)
    try:
        return await visit.page("failed.html", status, failure=status, text=visit.text(text))
    except Exception:
        return await Visit(request).page("failed.html", status, failure=status, text=visit.text(text))


async def _to_sign_in(request: Request, _error: Exception) -> Response:
    if request.headers.get("hx-request"):
        return Response(status_code=401, headers={"HX-Redirect": "/sign-in"})
    back = request.url.path if request.method == "GET" else "/"
    query = f"?{request.url.query}" if request.method == "GET" and request.url.query else ""
    return RedirectResponse(f"/sign-in?next={quote(back + query)}", 303)


async def _not_found(request: Request, _error: Exception) -> Response:
    return await failed(request, 404)


async def _refused(request: Request, error: Exception) -> Response:
    """What is unknown and what is out of reach are the same page, with the same body."""
    assert isinstance(error, Refusal)
    if error.code.startswith("unknown_"):
        return await failed(request, 404)
    return await failed(request, 409, sentence(error))


async def _away(request: Request, error: Exception) -> Response:
    log.warning("page_unavailable", path=request.scope.get("route_path"), error_type=type(error).__name__)
    return await failed(request, 503)


async def _malformed(request: Request, error: Exception) -> Response:
    """A path that cannot be an address of ours is one that is not there."""
    assert isinstance(error, RequestValidationError)
    in_path = any(one["loc"][0] == "path" for one in error.errors())
    return await failed(request, 404 if in_path else 422)


async def _unspeakable(request: Request, error: Exception) -> Response:
    """An address that no command of ours can hold names nothing; an answer that cannot be read is our own fault."""
    assert isinstance(error, ValidationError)
    return await (failed(request, 404) if error.title in _commands() else _broken(request, error))


@cache
def _commands() -> frozenset[str]:
    return frozenset(one.__name__ for service in SERVICES for one in commands_of(service).values())


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return await failed(request, error.status_code if error.status_code in _PAGES else 400)


async def _broken(request: Request, error: Exception) -> Response:
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    where = f"{trace.tb_frame.f_code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno}" if trace else ""
    route = request.scope.get("route")
    log.error("page_failed", route=getattr(route, "path", None), error_type=type(error).__name__, where=where)
    return await failed(request, 500)
