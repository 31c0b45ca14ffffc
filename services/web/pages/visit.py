"""One request, as a page sees it: who is visiting and as whom; it answers with a page, or sends the visitor on."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any, TypeVar
from urllib.parse import quote, urlsplit
from uuid import UUID

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from sqlmodel.ext.asyncio.session import AsyncSession

from services.messages.envelope import Asked, Command, Reply, snake
from services.messages.policy import Right
from services.messages.values import Language, Viewer
from services.runtime.commands.refusal import NOT_PROVED, Refusal
from services.runtime.events.announcing import begin_saying
from services.runtime.finland import local_date
from services.runtime.policy import Belongs, can, may
from services.runtime.same_person import same_people
from services.runtime.storage.database import transaction
from services.web.http.errors import NotFound
from services.web.http.visitors import network_of
from services.web.pages.filling import filled_in
from services.web.pages.languages import LANGUAGES, chosen
from services.web.pages.presses import marked
from services.web.sign_in import browser_sessions, unsent
from services.web.sign_in.identity import Identity, Standing, is_proven_enough, viewer_of
from services.web.tables import access_log

if TYPE_CHECKING:
    from services.web.pages.door import Door

R = TypeVar("R", bound=Reply)
LANGUAGE_COOKIE = "language"
_FAILED = frozenset({403, 404, 409, 500, 503})
"""Pages with nothing of their own to send: what is not there and what is out of reach look the same to the letter."""


class SignInFirst(Exception):
    """Nobody is signed in: to the sign-in, and back here."""


@dataclass(frozen=True)
class NavLink:
    """A line of the navigation. count: how much waits there, where that is known."""

    path: str
    label: str
    current: bool
    count: int | None = None


@dataclass(frozen=True)
class Told:
    """said: what the next page of this browser session tells."""

    session_id: UUID
    said: dict[str, str]


class Visit:
    """browser_session, identity: none while nobody is signed in. is_last_known: nobody could be asked just now."""

    def __init__(
        self,
        request: Request,
        browser_session: browser_sessions.BrowserSession | None = None,
        identity: Identity | None = None,
        *,
        is_last_known: bool = False,
    ) -> None:
        self.request = request
        self.door: Door = request.app.state.door
        self.browser_session = browser_session
        self.identity = identity
        self.is_last_known = is_last_known
        self.proof = ""
        """What proves them in place of the browser's session in what is asked from here on: a mailed link, a feed."""
        self.proved_as: UUID | None = None
        """Whom, where that is so."""

    @property
    def signed_in(self) -> bool:
        return self.identity is not None

    @property
    def may_be_signed_in(self) -> bool:
        """Whether the browser has the secret of a sign-in, of which nothing could be found out just now."""
        return not self.signed_in and self.door.cookie in self.request.cookies

    @property
    def has_unsent(self) -> bool:
        """Whether this browser has sent a form after a sign-in had ended, and it is kept."""
        return unsent.secret_of(self.request) is not None

    @property
    def is_proven(self) -> bool:
        """Whether the way of signing in is enough for this person's roles."""
        if self.identity is None or self.browser_session is None:
            return False
        local = self.door.settings.is_local
        return is_proven_enough(self.identity.standings, self.browser_session.proven_by, local=local)

    async def goes_on(self) -> bool:
        """Whether it still is who it was when it began: signed in, and in the same standing. Asking keeps nobody in."""
        if not self.signed_in:
            return True
        now = await _found(self.request, in_use=False)
        return now.is_proven and now.viewer == self.viewer

    @property
    def line(self) -> str:
        """What the tabs of one browser have in common that may share a stream: the sign-in, and as whom."""
        return f"{self.browser_session.session_id}/{self.standing.key}" if self.browser_session else ""

    @property
    def session_ends_in_s(self) -> int:
        """For the warning before it; 0 while nobody is signed in."""
        return self.browser_session.ends_in_s(self.door.real_clock.now()) if self.browser_session else 0

    @cached_property
    def standing(self) -> Standing:
        if self.identity is None:
            raise SignInFirst
        return self.identity.acting(self.browser_session.acting if self.browser_session else None)

    @cached_property
    def viewer(self) -> Viewer:
        """Who asks, for every query."""
        if self.identity is None:
            raise SignInFirst
        return viewer_of(self.identity, self.standing)

    @property
    def person_id(self) -> UUID:
        return self.viewer.person_id

    @cached_property
    def language(self) -> Language:
        wanted = self.request.cookies.get(LANGUAGE_COOKIE)
        own = self.identity.language if self.identity else None
        return chosen(wanted or own, self.request.headers.get("accept-language"), self.door.languages)

    def offered(self, kept: object = None) -> list[tuple[str, str]]:
        """The languages to choose from: those that are served, and the one that was chosen before."""
        return [
            (one, self.label("language", one))
            for one in LANGUAGES
            if one in self.door.languages or one == kept
        ]

    @property
    def now(self) -> datetime:
        """The platform's time."""
        return self.door.service.clock.now()

    @property
    def today(self) -> date:
        """The day that it is here."""
        return local_date(self.now)

    @property
    def network(self) -> str:
        """From where it is, for limits."""
        return network_of(self.request)

    @property
    def path(self) -> str:
        query = self.request.url.query
        return self.request.url.path + (f"?{query}" if query else "")

    async def ask(self, command: Command[R], of: str | None = None, timeout_s: float | None = None) -> R:
        """As `Asker`: raises Refusal, Fault, Unavailable. The pages' errors make pages of them. Whose proof is good no
        more has to sign in again: raises SignInFirst.
        """
        kept = self.browser_session.proof if self.browser_session else ""
        if isinstance(command, Asked) and command.asked_by is None:
            command = command.by(self._asks_as)
        try:
            return await self.door.service.ask(command, of, timeout_s, self.proof or kept)
        except Refusal as refusal:
            if refusal.code != NOT_PROVED or not kept or self.proof:
                raise
        async with self.transaction() as db:
            secret = self.request.cookies[self.door.cookie]
            await browser_sessions.end(db, secret, self.door.real_clock.now())
        raise SignInFirst

    @property
    def _asks_as(self) -> UUID | None:
        if self.proof:
            return self.proved_as
        return self.identity.person_id if self.identity else None

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncSession]:
        """On the door's own database; committed at the end of the block."""
        async with transaction(self.door.service.engine) as db:
            begin_saying(db, self.door.service.clock)
            yield db

    def may(self, action: Right) -> bool:
        """Whether this visitor's role does such things at all."""
        return self.signed_in and may(self.viewer.role, action)

    def must(self, action: Right, belongs: Belongs | None = None) -> None:
        """Raises NotFound for whom the policy does not let do it; belongs: of what it would be done to."""
        self.request.state.needs = (*getattr(self.request.state, "needs", ()), action)
        if not (self.may(action) and (belongs is None or can(self.viewer, action, belongs))):
            raise NotFound

    async def note(
        self, act: str | type[Command[Any]], process_id: UUID | None = None, about: UUID | None = None
    ) -> None:
        """A line of the access log: who opened or did what, about whom. A command's act has the command's name."""
        row = {
            "at": self.now,
            "person_id": same_people.today(self.person_id),
            "role": self.viewer.role.value,
            "act": act if isinstance(act, str) else snake(act.__name__),
            "process_id": process_id,
            "about_person_id": same_people.today(about),
        }
        async with self.door.service.engine.begin() as connection:
            await connection.execute(access_log.insert().values(row))

    def text(self, message: str) -> str:
        """A marked text in the visitor's language."""
        return self.door.renderer.text(self.language, message)

    def label(self, kind: str, value: str) -> str:
        """The name of a message's value, as the template filter of the same name gives it."""
        return self.door.renderer.label(self.language, kind, value)

    async def page(self, template: str, status: int = 200, **context: Any) -> HTMLResponse:
        """The whole page; `visit` and `navigation` are there in every template."""
        said = await self._take_said()
        if status not in _FAILED:  # what says that something is away asks nobody more
            await self.door.look_up_provider()
        navigation = await self.door.navigation(self) if self.is_proven else []
        context |= {"visit": self, "navigation": navigation, "said": said}
        typed = await self._unsent() if self.request.method == "GET" and status == 200 else None
        html = self._html(template, context, typed)
        return HTMLResponse(html if status in _FAILED else self._marked(html), status)

    def _marked(self, html: str) -> str:
        return marked(html, signed_in=self.signed_in)

    def _html(self, template: str, context: dict[str, Any], typed: unsent.Unsent | None) -> str:
        """typed: what this person had typed here when the sign-in ended; shown by itself where its form is gone."""
        page = self.door.renderer.page
        if typed is None:
            return page(self.language, template, **context)
        html = page(self.language, template, unsent={"texts": []}, **context)
        path = self.request.url.path
        filled = filled_in(html, typed.action, path, typed.typed)
        texts = [text for _name, text in typed.typed]
        return filled or page(self.language, template, unsent={"texts": texts}, **context)

    async def _unsent(self) -> unsent.Unsent | None:
        secret = unsent.secret_of(self.request)
        if secret is None or self.identity is None:
            return None
        async with self.transaction() as db:
            found = await unsent.find(db, secret, self.identity.person_id, self.door.real_clock.now())
        return found if found and found.is_on(self.request.url.path) else None

    def part(self, template: str, **context: Any) -> HTMLResponse:
        """A part of a page, for a live page's own requests."""
        return HTMLResponse(
            self._marked(self.door.renderer.page(self.language, template, visit=self, **context))
        )

    async def go(self, path: str, said: str = "", undo: str = "") -> RedirectResponse:
        """On to another page, which tells what was done. said: in the visitor's language. undo: a path to POST to."""
        if said and self.browser_session:
            told = Told(self.browser_session.session_id, {"text": said, "undo": undo})
            self.request.state.told = told
            await tell(self.door, told)
        response = RedirectResponse(own_path(path), 303)
        if await self._has_sent_what_waited():
            unsent.take_away(response, self.request)
        return response

    async def _has_sent_what_waited(self) -> bool:
        """A form that has now been carried out waits no more."""
        secret = unsent.secret_of(self.request)
        if secret is None or self.identity is None or self.request.method != "POST":
            return False
        async with self.transaction() as db:
            kept = await unsent.find(db, secret, self.identity.person_id, self.door.real_clock.now())
            if kept is None or kept.action != self.request.url.path:
                return False
            await unsent.forget(db, secret, self.identity.person_id)
        return True

    async def _take_said(self) -> Mapping[str, str] | None:
        if self.browser_session is None or self.browser_session.said is None:
            return None
        async with self.transaction() as db:
            await browser_sessions.say(db, self.browser_session.session_id, None)
        return self.browser_session.said


async def tell(door: "Door", told: Told) -> None:
    """The next page of the browser session tells it."""
    async with transaction(door.service.engine) as db:
        await browser_sessions.say(db, told.session_id, told.said)


def own_path(path: str) -> str:
    """A path of this door, whatever was asked for: nobody is sent elsewhere by a link of ours."""
    try:
        parts = urlsplit(path.replace("\\", "/"))
    except ValueError:  # brackets that are no address
        return "/"
    if parts.scheme or parts.netloc or not parts.path.startswith("/") or parts.path.startswith("//"):
        return "/"
    return quote(parts.path, safe="/%:@-._~!$&'()*+,;=") + (f"?{parts.query}" if parts.query else "")


async def visiting(request: Request) -> Visit:
    """Whoever it is; somebody who has to prove more first is nobody yet."""
    visit = await visiting_unproven(request)
    request.state.visit = visit if visit.is_proven else Visit(request)
    found: Visit = request.state.visit
    return found


def found_before(request: Request) -> Visit | None:
    """What `visiting` has found for this request; none where it has not come so far."""
    return getattr(request.state, "visit", None)


async def visiting_unproven(request: Request) -> Visit:
    """As `visiting`, and also who has signed in but must still use a passkey: for the pages where that is done."""
    return await _found(request, in_use=not _renews_itself(request))


async def _found(request: Request, *, in_use: bool) -> Visit:
    door: Door = request.app.state.door
    secret = request.cookies.get(door.cookie)
    if not secret:
        return Visit(request)
    async with transaction(door.service.engine) as db:
        await door.service.ask.same.begin(db)
        kept = await browser_sessions.find(db, secret, door.real_clock.now(), in_use=in_use)
    identity = await _identity_of(door, kept, secret) if kept else None
    visit = Visit(request, kept if identity else None, identity)
    if visit.is_proven and visit.may("watch_system"):
        door.last_known.keep(secret, visit)
    else:
        door.last_known.forget(secret)
    return visit


async def _identity_of(door: "Door", kept: browser_sessions.BrowserSession, secret: str) -> Identity | None:
    """None also where what proved them is good no more: then the sign-in is over."""
    try:
        return await door.identities.of(kept.person_id, kept.proof)
    except Refusal as refusal:
        if refusal.code != NOT_PROVED:
            raise
    async with transaction(door.service.engine) as db:
        await browser_sessions.end(db, secret, door.real_clock.now())
    return None


def _renews_itself(request: Request) -> bool:
    """What an open page asks for without anybody at it does not keep them signed in."""
    return request.method == "GET" and ("hx-request" in request.headers or is_stream(request))


def is_stream(request: Request) -> bool:
    """Whether a stream of events is asked for."""
    return "event-stream" in request.headers.get("accept", "")


async def signed_in(visit: Annotated[Visit, Depends(visiting)]) -> Visit:
    """Raises SignInFirst."""
    if not visit.signed_in:
        raise SignInFirst
    return visit


Anyone = Annotated[Visit, Depends(visiting)]
SignedIn = Annotated[Visit, Depends(signed_in)]
