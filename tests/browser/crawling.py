"""Everything that a visitor is given at a door: every link followed, every search sent, every document opened."""

import asyncio
import io
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from html import unescape
from html.parser import HTMLParser
from importlib import import_module
from urllib.parse import urlencode, urljoin, urlsplit

import httpx
import pypdf
from fastapi.routing import APIRoute
from starlette.routing import compile_path

from services.web.opening import addresses_of
from tests.browser.doors import Name

MOST_OF_A_ROUTE = 16
MOST_OF_A_PATH = 3
"""A calendar leads on for ever: so many questions (`?week=`) of one path, so many paths of one route."""
AT_ONCE = 3
STREAM_HEARD_S = 1.0


@dataclass(frozen=True)
class Answer:
    """path: with its query. route: as the page declares it; "" for what is no page of ours. text: whatever its kind.

    linked_on: the page that leads there; "" where nobody's page did.
    """

    path: str
    route: str
    status: int
    kind: str
    text: str
    linked_on: str = ""

    @property
    def is_page(self) -> bool:
        return self.status == 200 and self.kind == "text/html" and "<html" in self.text


def routes(door: Name) -> list[str]:
    """The paths of everything that can be got at a door, as its pages declare them."""
    declared = addresses_of(import_module(f"services.{door}.pages")).routes
    found = [one.path for one in declared if isinstance(one, APIRoute) and "GET" in (one.methods or ())]
    return list(dict.fromkeys(found))


class Crawl:
    """One visitor's way through one door. answers: path -> what came."""

    def __init__(self, client: httpx.AsyncClient, door: Name) -> None:
        self.answers: dict[str, Answer] = {}
        self._client = client
        self._routes = [(route, compile_path(route)[0]) for route in routes(door)]
        self._met: set[str] = set()
        self._seen: set[str] = set()
        self._counted: Counter[str] = Counter()
        self._waiting: asyncio.Queue[tuple[str, str]] = asyncio.Queue()

    async def follow(self, *starts: str) -> None:
        """From these addresses to all to which they lead."""
        self._note("", starts)
        walkers = [asyncio.create_task(self._walk()) for _ in range(AT_ONCE)]
        done = asyncio.create_task(self._waiting.join())
        await asyncio.wait([done, *walkers], return_when=asyncio.FIRST_COMPLETED)
        for task in (done, *walkers):
            task.cancel()
        for ended in await asyncio.gather(*walkers, return_exceptions=True):
            if isinstance(ended, Exception):
                raise ended

    async def get(self, path: str) -> Answer:
        """One answer, without going on from there."""
        async with self._client.stream("GET", path) as response:
            kind = response.headers.get("content-type", "").split(";")[0]
            if kind == "text/event-stream":
                return Answer(
                    path, self._route_of(path), response.status_code, kind, await first_frames(response)
                )
            body = await response.aread()
        text = response.headers.get("location", "") + readable(kind, body)
        return Answer(path, self._route_of(path), response.status_code, kind, text)

    async def _walk(self) -> None:
        while True:
            path, linked_on = await self._waiting.get()
            answer = self.answers[path] = replace(await self.get(path), linked_on=linked_on)
            if 300 <= answer.status < 400:
                self._note(linked_on, [urljoin(path, answer.text)])
            elif answer.kind == "text/html":
                self._note(path, (urljoin(path, link) for link in Links.of(answer.text)))
            self._waiting.task_done()

    def _note(self, linked_on: str, links: Iterable[str]) -> None:
        """Those of this door that were not met yet, unless there were enough of their kind."""
        here = urlsplit(str(self._client.base_url))
        for link in links:
            if link in self._met:  # every page has the links of the frame
                continue
            self._met.add(link)
            parts = urlsplit(urljoin(str(self._client.base_url), link))
            path = parts.path + (f"?{parts.query}" if parts.query else "")
            if parts.netloc != here.netloc or parts.path.startswith("/static/") or path in self._seen:
                continue
            self._seen.add(path)
            route = self._route_of(parts.path)
            if self._counted[parts.path] < MOST_OF_A_PATH and self._counted[f"of {route}"] < MOST_OF_A_ROUTE:
                self._counted.update((parts.path, f"of {route}"))
                self._waiting.put_nowait((path, linked_on))

    def _route_of(self, path: str) -> str:
        bare = path.split("?")[0]
        return next((route for route, pattern in self._routes if pattern.fullmatch(bare)), "")


class Links(HTMLParser):
    """Every address to which a page leads by a GET."""

    ATTRIBUTES = ("href", "src", "hx-get", "data-live")

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._action: str | None = None
        self._fields: list[tuple[str, str]] = []
        self._select = ""

    @classmethod
    def of(cls, page: str) -> list[str]:
        links = cls()
        links.feed(page)
        return links.found

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attributes}
        self.found += [has[name] for name in self.ATTRIBUTES if has.get(name)]
        if tag == "form" and has.get("method", "get").lower() == "get":
            self._action, self._fields = has.get("action", ""), []
        elif tag == "input" and has.get("name") and self._is_sent(has):
            self._fields.append((has["name"], has.get("value", "")))
        elif tag == "select":
            self._select = has.get("name", "")
        elif tag == "option" and "selected" in has and self._select:
            self._fields.append((self._select, has.get("value", "")))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form" and self._action is not None:
            self.found.append(f"{self._action}?{urlencode(self._fields)}")
            self._action = None

    @staticmethod
    def _is_sent(field: dict[str, str]) -> bool:
        return field.get("type") not in ("checkbox", "radio") or "checked" in field


async def first_frames(response: httpx.Response) -> str:
    """What a stream says at once."""
    heard = ""
    try:
        async with asyncio.timeout(STREAM_HEARD_S):
            async for piece in response.aiter_text():
                heard += piece
    except TimeoutError:
        pass
    return heard


def readable(kind: str, body: bytes) -> str:
    """Its words: of a document those of its pages, of a page also as a reader sees them, of a calendar unfolded."""
    if kind == "application/pdf":
        return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(body)).pages)
    text = body.decode("utf-8", errors="replace")
    if kind == "text/calendar":
        return re.sub(r"\r?\n[ \t]", "", text)
    return f"{text}\n{unescape(text)}" if "&" in text and kind == "text/html" else text
