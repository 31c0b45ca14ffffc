"""One press is one act: a form that is sent twice from the same page is carried out once, and answered twice alike.

A double click sends it twice, and the browser shows the second answer alone, which has to say what the first one did.
Kept in memory, for this process's own pages: what it has forgotten is refused or repeated as the command's owner says.
Files are not waited for: their pages first ask whether one may come, and one that comes twice does no harm.
"""

import asyncio
import re
import time
from base64 import urlsafe_b64encode
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from services.web.http.bodies import LARGEST_FORM

FIELD = "press"
_FORM = re.compile(r'<form\b[^>]*\bmethod="post"[^>]*>')
_MARKED = re.compile(rb"(?:^|&)press=[A-Za-z0-9_-]")
_KEPT = 5_000
_FORGOTTEN_AFTER_S = 10
"""A second click follows within one; who presses later, on a page that looks the same again, means it."""


def marked(html: str, *, signed_in: bool) -> str:
    """With a mark in each form that changes something: made of the whole page, so that what has changed has another.

    Strangers' pages all have the same: they tell by nothing whose address was typed.
    """
    mark = urlsafe_b64encode(sha256(html.encode()).digest()[:9]).decode() if signed_in else "stranger"
    field = f'<input type="hidden" name="{FIELD}" value="{mark}">'
    return _FORM.sub(lambda form: form[0] + field, html)


@dataclass(frozen=True)
class Answer:
    """How a visitor was sent on. told: what the next page tells, as `Visit.go` left it in the request's state."""

    start: Message
    told: Any
    at: float


class Presses:
    """Plain ASGI, inside of what looks at who may send. cookie: of the door. tell: has the next page say it again.

    A browser is known by the secrets in its cookies. While it is signed in, a press without a mark is waited for by its
    like as well, but not remembered: only a mark tells a second click from somebody who does the same again.
    """

    def __init__(
        self,
        app: ASGIApp,
        cookie: str,
        tell: Callable[[Any], Awaitable[None]],
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._app = app
        self._signed_in = re.compile(rf"(?:^|; ?){re.escape(cookie)}=.")
        self._known_browser = re.compile(rf"(?:^|; ?){re.escape(cookie)}(?:-browser)?=.")
        self._tell = tell
        self._now = now
        self._running: dict[bytes, asyncio.Future[Answer | None]] = {}
        self._last: OrderedDict[bytes, tuple[bytes, Answer]] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "POST" or _is_file(scope):
            return await self._app(scope, receive, send)
        if (body := await _whole(receive)) is None:
            return
        cookies = Headers(scope=scope).get("cookie", "")
        is_marked = bool(_MARKED.search(body))
        known = self._known_browser if is_marked else self._signed_in
        if not known.search(cookies):
            return await self._app(scope, _read_again(body, receive), send)
        address = scope["path"].encode() + b"?" + scope["query_string"]
        press = sha256(b"\n".join((cookies.encode(), address, body))).digest()
        browser = sha256(cookies.encode()).digest()
        if answer := await self._known(press, browser):
            return await self._again(answer, send)
        answer = await self._first(press, scope, _read_again(body, receive), send)
        if answer:
            self._keep(browser, press if is_marked else b"", answer)

    async def _known(self, press: bytes, browser: bytes) -> Answer | None:
        """Of the same press, once it is carried out; none: it is to be carried out now."""
        while running := self._running.get(press):
            if answer := await asyncio.shield(running):
                return answer
        last, answer = self._last.get(browser, (b"", None))
        is_recent = answer is not None and self._now() - answer.at < _FORGOTTEN_AFTER_S
        return answer if is_recent and last == press else None

    async def _first(self, press: bytes, scope: Scope, receive: Receive, send: Send) -> Answer | None:
        """None where it was not carried out."""
        done: asyncio.Future[Answer | None] = asyncio.get_running_loop().create_future()
        self._running[press] = done
        answer: Answer | None = None

        async def heard(message: Message) -> None:
            nonlocal answer
            if message["type"] == "http.response.start" and message["status"] == 303:
                kept = {**message, "headers": list(message["headers"])}
                answer = Answer(kept, scope.get("state", {}).get("told"), self._now())
            await send(message)

        try:
            await self._app(scope, receive, heard)
            return answer
        finally:
            del self._running[press]
            done.set_result(answer)

    async def _again(self, answer: Answer, send: Send) -> None:
        if answer.told:
            await self._tell(answer.told)
        await send({**answer.start, "headers": list(answer.start["headers"])})
        await send({"type": "http.response.body", "body": b""})

    def _keep(self, browser: bytes, press: bytes, answer: Answer) -> None:
        """The last of each browser: whoever has done something else since means it when they press again."""
        self._last[browser] = (press, answer)
        self._last.move_to_end(browser)
        if len(self._last) > _KEPT:
            self._last.popitem(last=False)


def _is_file(scope: Scope) -> bool:
    """What the guard lets be larger than a form: its page asks whether it may come before any of it is read."""
    largest: int = scope.get("state", {}).get("largest", LARGEST_FORM)
    return largest > LARGEST_FORM


async def _whole(receive: Receive) -> bytes | None:
    """None where the visitor has gone before all of it was there."""
    parts, more = [], True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        parts.append(message.get("body", b""))
        more = message.get("more_body", False)
    return b"".join(parts)


def _read_again(body: bytes, receive: Receive) -> Receive:
    """The body that was read already, and then whatever comes."""
    messages: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def read() -> Message:
        return messages.pop() if messages else await receive()

    return read
