"""Around every request: who may have sent it, how large it may be, and what browsers are told about the answer."""

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from fastapi import FastAPI, Request
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from services.messages.texts import is_digits
from services.web.http.bodies import LARGEST_FORM, Bodies, NotTaken
from services.web.http.errors import Answer
from services.web.http.uploads import is_with_file, room_for_files
from services.web.http.visitors import network_of

_SAFE = {"GET", "HEAD", "OPTIONS"}
_CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'"
)
_ALWAYS = {
    "content-security-policy": _CONTENT_POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}


_THIS_MACHINE = {"localhost", "127.0.0.1", "[::1]"}
_PORT = re.compile(r":[0-9]+$")


def install(app: FastAPI, origin: str, answer: Answer, *, sealed: bool) -> None:
    """origin: the door's own address. answer: of what is refused here. sealed: it is reached by HTTPS only; else from
    this machine only.

    Which pages take more than a form holds, the app's routes say.
    """
    larger = room_for_files(app.router.routes)
    app.add_middleware(Guard, own=app, origin=origin, answer=answer, sealed=sealed, larger=larger)


class Guard:
    """Plain ASGI: it stands around open streams too."""

    def __init__(
        self,
        app: ASGIApp,
        own: FastAPI,
        origin: str,
        answer: Answer,
        sealed: bool,
        larger: Mapping[str, int] | None = None,
    ) -> None:
        self._larger = larger or {}
        self._bodies = Bodies()
        self._app = app
        self._own = own
        self._answer = answer
        parts = urlsplit(origin)
        self._scheme = parts.scheme
        self._host = parts.netloc.encode()
        self._names = _THIS_MACHINE | {parts.hostname or ""}
        self._sealed = sealed
        self._origin = f"{parts.scheme}://{parts.netloc}"
        self._headers = dict(_ALWAYS)
        if sealed:
            self._headers["strict-transport-security"] = "max-age=31536000"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        headers = Headers(scope=scope)
        answer = self._dressed(scope, send)
        scope.setdefault("state", {})
        scope["app"] = self._own
        if not self._sealed and _PORT.sub("", headers.get("host", "").lower()) not in self._names:
            # A page from elsewhere whose name was made to lead here would be taken for one of ours.
            return await self._refuse(400, scope, receive, answer)
        # As browsers reach it: what a proxy or a visitor says of it counts for nothing.
        scope["scheme"] = self._scheme
        scope["headers"] = [one for one in scope["headers"] if one[0] != b"host"] + [(b"host", self._host)]
        if "\x00" in scope["path"] or b"%00" in scope["query_string"]:
            return await self._refuse(400, scope, receive, answer)
        if scope["method"] not in _SAFE and not self._is_ours(headers):
            return await self._refuse(403, scope, receive, answer)
        largest = self._larger.get(scope["path"], LARGEST_FORM) if is_with_file(headers) else LARGEST_FORM
        scope["state"]["largest"] = largest
        if int(_digits(headers.get("content-length"))) > largest:
            return await self._refuse(413, scope, receive, answer)
        if scope["method"] == "HEAD":
            scope, answer = {**scope, "method": "GET"}, _without_body(answer)
        try:
            if scope["method"] in _SAFE:
                return await self._app(scope, receive, answer)
            with self._bodies.holding(network_of(Request(scope)), receive, largest) as read:
                await self._app(scope, read, answer)
        except NotTaken as no:
            await self._refuse(no.status_code, scope, receive, answer)

    def _is_ours(self, headers: Headers) -> bool:
        """A browser says itself whether one of our own pages sent it; an older one says from which site."""
        site = headers.get("sec-fetch-site")
        if site is not None:
            return site == "same-origin"
        return headers.get("origin") == self._origin

    async def _refuse(self, status: int, scope: Scope, receive: Receive, send: Send) -> None:
        response = await self._answer(Request(scope, receive), status, None)
        await response(scope, receive, send)

    def _dressed(self, scope: Scope, send: Send) -> Send:
        fixed = scope["path"].startswith("/static/")

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(self._headers)
                if not fixed and "cache-control" not in headers:
                    headers["cache-control"] = "no-store"
            await send(message)

        return answer


def _without_body(send: Send) -> Send:
    async def answer(message: Message) -> None:
        await send({**message, "body": b""} if message["type"] == "http.response.body" else message)

    return answer


def _digits(length: str | None) -> str:
    return length if length and is_digits(length) else "0"
