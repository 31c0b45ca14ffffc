"""Every way in which a request can fail, as a status; nothing that was sent is repeated.

How an answer looks is for whoever installs this: a page in the visitor's language, or an API's own words.
"""

from collections.abc import Awaitable, Callable
from functools import cache

from asyncpg import InterfaceError, PostgresError
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse, Response
from pydantic import ValidationError
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException

from services.messages.envelope import SERVICES, commands_of
from services.runtime.away import Dependencies
from services.runtime.commands.refusal import AnswerTooLarge, Fault, OtherRelease, Refusal
from services.runtime.logs import log
from services.runtime.storage.database import is_stale_plan

STATUSES = frozenset({400, 403, 404, 405, 409, 413, 415, 422, 429, 500, 503})
"""What a request of ours can end with, besides success and being sent on."""

Answer = Callable[[Request, int, Refusal | None], Awaitable[Response]]
"""Makes the answer of a request that failed: its status, and the refusal where a service gave one."""


class NotFound(Exception):
    """What is not there, and what this visitor may not know of: the same answer."""


class Over(NotFound):
    """What a page was for has been done meanwhile or its time has passed. on: the path that shows how it stands now."""

    def __init__(self, on: str) -> None:
        super().__init__(on)
        self.on = on


class NotTheirs(Over):
    """It is not over: who looks has nothing to do there, and is shown how it stands."""


OF_THE_DRIVER = (DBAPIError, PoolTimeout, PostgresError, InterfaceError, OSError)
"""What a database that is away is told by; the driver's own are not wrapped while it connects."""


class Failures:
    """The handlers of one app. dependencies: of its program, to tell who is away from what is broken."""

    def __init__(self, answer: Answer, dependencies: Dependencies) -> None:
        self._answer = answer
        self._dependencies = dependencies

    def install(self, app: FastAPI) -> None:
        app.add_exception_handler(NotFound, self._not_found)
        app.add_exception_handler(Refusal, self._refused)
        app.add_exception_handler(AnswerTooLarge, self._broken)  # asking again does not mend it
        app.add_exception_handler(Fault, self._away)
        app.add_exception_handler(RequestValidationError, self._malformed)
        app.add_exception_handler(ValidationError, self._not_sayable)
        app.add_exception_handler(HTTPException, self._http)
        for kind in OF_THE_DRIVER:
            app.add_exception_handler(kind, self._by_database)
        app.add_exception_handler(Exception, self._broken)

    async def _not_found(self, request: Request, _error: Exception) -> Response:
        return await self._answer(request, 404, None)

    async def _refused(self, request: Request, error: Exception) -> Response:
        """What is unknown and what is out of reach are the same answer, with the same body."""
        assert isinstance(error, Refusal)
        if error.code.startswith("unknown_"):
            return await self._answer(request, 404, None)
        return await self._answer(request, 409, error)

    async def _away(self, request: Request, error: Exception) -> Response:
        log.warning("page_unavailable", path=request.scope.get("route_path"), error_type=type(error).__name__)
        of_older_release = Refusal("unknown_command") if isinstance(error, OtherRelease) else None
        return await self._answer(request, 503, of_older_release)

    async def _malformed(self, request: Request, error: Exception) -> Response:
        """A path that cannot be an address of ours is one that is not there."""
        assert isinstance(error, RequestValidationError)
        in_path = any(one["loc"][0] == "path" for one in error.errors())
        return await self._answer(request, 404 if in_path else 422, None)

    async def _not_sayable(self, request: Request, error: Exception) -> Response:
        """An address that no command of ours can hold names nothing; an answer that cannot be read is our fault."""
        assert isinstance(error, ValidationError)
        if error.title in _commands():
            return await self._answer(request, 404, None)
        return await self._broken(request, error)

    async def _http(self, request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        return await self._answer(request, error.status_code if error.status_code in STATUSES else 400, None)

    async def _by_database(self, request: Request, error: Exception) -> Response:
        """Nothing of it was committed. The browser is told to send the same once more, where that mends it."""
        if is_stale_plan(error):
            log.info("page_asked_again", route=getattr(request.scope.get("route"), "path", None))
            query = f"?{request.url.query}" if request.url.query else ""
            return RedirectResponse(request.url.path + query, 307)
        if who := await self._dependencies.who_was_away(error):
            request.state.is_away = who
            return await self._away(request, error)
        return await self._broken(request, error)

    async def _broken(self, request: Request, error: Exception) -> Response:
        trace = error.__traceback__
        while trace and trace.tb_next:
            trace = trace.tb_next
        where = f"{trace.tb_frame.f_code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno}" if trace else ""
        route = request.scope.get("route")
        log.error(
            "page_failed", route=getattr(route, "path", None), error_type=type(error).__name__, where=where
        )
        return await self._answer(request, 500, None)


@cache
def _commands() -> frozenset[str]:
    return frozenset(one.__name__ for service in SERVICES for one in commands_of(service).values())
