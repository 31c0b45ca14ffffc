"""Opening a door: `door_of` gives one web service, pages and commands together; `open_door` makes its app."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import cache, partial
from pathlib import Path
from types import ModuleType
from typing import Any

from fastapi import APIRouter, FastAPI
from starlette.middleware.gzip import GZipMiddleware
from starlette.staticfiles import StaticFiles

from services.runtime.service import Background, Service
from services.web.discovery import describe, in_one, routers_below
from services.web.feed import FEED_PAGES
from services.web.forgetting import OF_A_DOOR
from services.web.http import guards
from services.web.http.server import listen, serve
from services.web.http.settings import WebSettings
from services.web.mail_choices import MAIL_CHOICE_PAGES
from services.web.pages import failures, header_acts
from services.web.pages.door import Door, Name
from services.web.pages.presses import Presses
from services.web.pages.renderer import STATIC, Renderer
from services.web.pages.visit import NavLink, Visit, tell
from services.web.pictures import shown
from services.web.sign_in.identity import Identities, Standings
from services.web.sign_in.pages import SIGN_IN_PAGES


def door_of(
    name: Name,
    package: Path,
    settings: WebSettings,
    handlers: ModuleType,
    pages: ModuleType,
    standings: Standings,
    navigation: Callable[[Visit], Awaitable[list[NavLink]]],
    *,
    home: str,
    background: tuple[Background, ...] = (),
) -> Service[FastAPI]:
    """The web service.

    pages: the package of its pages. standings: who may come in, and as what. home: where one is led after the sign-in.
    """

    async def prepare(service: Service[Any]) -> FastAPI:
        listening = listen(settings.http_host, settings.http_port)
        renderer = Renderer(package, local_profile=settings.is_local)
        door = Door(name, service, settings, renderer, Identities(service.ask, standings), navigation, home)
        app = open_door(door, addresses_of(pages))
        app.state.listening = listening
        return app

    async def serving(service: Service[FastAPI]) -> None:
        await serve(service.resources, service.resources.state.listening, settings.proxies)

    own: dict[str, Any] = {"background": (serving, *background), "forgets": OF_A_DOOR}
    return Service(name, handlers, settings, says_events=False, prepare=prepare, **own)


@cache
def addresses_of(pages: ModuleType) -> APIRouter:
    """A door's own pages, and those of both doors."""
    return in_one(
        (
            *routers_below(pages),
            header_acts.router,
            shown.router,
            *FEED_PAGES,
            *MAIL_CHOICE_PAGES,
            *SIGN_IN_PAGES,
        )
    )


def open_door(door: Door, addresses: APIRouter) -> FastAPI:
    """The app. Its description (OpenAPI) is at /openapi.json; there is no page that draws it."""
    app = _Described(title=f"Luotsi {door.name}", docs_url=None, redoc_url=None)
    app.state.door = door
    app.state.ending = asyncio.Event()
    app.mount("/static", _Kept(directory=STATIC), name="static")
    app.router.routes += addresses.routes  # included, each would be made anew at the first page
    failures.install(app)
    app.add_middleware(Presses, cookie=door.cookie, tell=partial(tell, door))
    app.add_middleware(GZipMiddleware, minimum_size=1000, compresslevel=5)
    guards.install(app, door.settings.public_url, failures.failed, sealed=door.cookies_are_sealed)
    return app


class _Described(FastAPI):
    """Its addresses are described when somebody asks: that takes as long as all its pages take to load."""

    def openapi(self) -> dict[str, Any]:
        describe(self.routes)
        return super().openapi()


class _Kept(StaticFiles):
    """Files whose address holds their hash: browsers keep them for good."""

    def file_response(self, *arguments: object, **named: object):  # type: ignore[no-untyped-def]  # as it is there
        response = super().file_response(*arguments, **named)  # type: ignore[arg-type]
        response.headers["cache-control"] = "public, max-age=31536000, immutable"
        return response
