"""A person's feeds: made, shown once, revoked; and the address that a calendar reads without signing in."""

import asyncio
from datetime import date, datetime, timedelta
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from services.messages.contracts import ListPlaces, ProcessPlaces
from services.messages.directory import KeepFeeds, ProveFeed
from services.messages.intake import ListInquiries
from services.messages.policy import REACH, scope
from services.messages.sessions import ListMySessions, SessionCard
from services.messages.values import Viewer
from services.runtime.commands.parts import all_parts
from services.web.feed import addresses
from services.web.feed.entries import as_file, calendar_file
from services.web.http.errors import NotFound
from services.web.pages.forms import Filled, Form, filled
from services.web.pages.languages import marked as _
from services.web.pages.visit import Anyone, SignedIn, Visit
from services.web.sign_in.identity import Identity, viewer_of

router = APIRouter()
PAGE = "/me/calendar"
BACK = timedelta(days=90)
AHEAD = timedelta(days=400)


class NewForm(Form):
    """Nothing to fill in: a press makes one."""


class FeedForm(Form):
    feed_id: UUID


@router.get(PAGE)
async def show(visit: SignedIn) -> HTMLResponse:
    """Directory is told anew of those that there are: it knows none from before it was."""
    await _tell(visit)
    return await _page(visit, Filled[NewForm]())


@router.post(PAGE)
async def make(visit: SignedIn) -> Response:
    """The page itself, not a way to it: the address is told in this one answer and kept nowhere."""
    if not _takes_part(visit.viewer):
        raise NotFound
    async with visit.transaction() as db:
        secret = await addresses.make(db, visit.person_id, visit.standing.key, visit.now)
    if secret is None:
        form = Filled[NewForm]()
        form.refuse(None, _("You have %(most_feeds)s feeds already. Revoke one of them first."))
        return await _page(visit, form, status=422)
    await _tell(visit)
    await visit.note("made_calendar_feed")
    address = f"{visit.door.settings.public_url}/feed/{secret}.ics"
    return await _page(visit, Filled[NewForm](), address)


@router.post(f"{PAGE}/revoke")
async def revoke(visit: SignedIn, form: Annotated[Filled[FeedForm], Depends(filled(FeedForm))]) -> Response:
    if not form.is_valid:
        raise NotFound
    async with visit.transaction() as db:
        await addresses.revoke(db, visit.person_id, form.data.feed_id, visit.now)
    await _tell(visit)
    await visit.note("revoked_calendar_feed")
    return await visit.go(PAGE, visit.text(_("The feed is revoked: its address no longer answers.")))


@router.get("/feed/{secret}.ics")
async def feed(visit: Anyone, secret: str) -> Response:
    """What the person may see today, in the standing in which it was made; gone with that standing."""
    async with visit.transaction() as db:
        found = await addresses.find(db, secret, visit.now)
    visit.proof = (await visit.ask(ProveFeed(secret=secret))).proof if found else ""
    if found is None or not visit.proof:
        raise NotFound
    visit.proved_as = found.person_id
    identity = await visit.door.identities.of(found.person_id, visit.proof)
    if identity is None:
        raise NotFound
    viewer = _acting(identity, found.acting)
    sessions, numbers, places = await asyncio.gather(
        _sessions(visit, viewer), _numbers(visit, viewer), places_of(visit, viewer)
    )

    provider = await visit.door.look_up_provider()

    def say(message: str) -> str:
        return visit.door.renderer.text(identity.language, message)

    # In a thread: hundreds of entries take a while, and others are answered meanwhile.
    return as_file(
        await asyncio.to_thread(calendar_file, sessions, numbers, say, visit.now, provider, places), "luotsi"
    )


async def _tell(visit: Visit) -> None:
    async with visit.transaction() as db:
        hashes = await addresses.hashes_of(db, visit.person_id)
    await visit.ask(KeepFeeds(person_id=visit.person_id, secret_hashes=hashes))


def _acting(identity: Identity, key: str) -> Viewer:
    for standing in identity.standings:
        if standing.key == key:
            return viewer_of(identity, standing)
    raise NotFound


async def _sessions(visit: Visit, viewer: Viewer) -> list[SessionCard]:
    within: dict[str, datetime] = {"from_": visit.now - BACK, "until": visit.now + AHEAD}
    parts = await all_parts(visit.ask, ListMySessions(viewer=viewer, **within))
    return [one for part in parts for one in part.sessions]


async def _numbers(visit: Visit, viewer: Viewer) -> dict[UUID, str]:
    """Of the viewer's processes."""
    parts = await all_parts(visit.ask, ListInquiries(viewer=viewer))
    return {one.process_id: one.number for part in parts for one in part.inquiries}


async def places_of(
    visit: Visit, viewer: Viewer, process_id: UUID | None = None
) -> dict[UUID, ProcessPlaces]:
    """As trials and contracts say, to whom the policy shows where sessions are; of all processes, or of this one."""
    if scope(viewer.role, "place") == "no":
        return {}
    parts = await all_parts(visit.ask, ListPlaces(viewer=viewer, process_id=process_id))
    return {one.process_id: one for part in parts for one in part.processes}


async def place_agreed(visit: Visit, process_id: UUID, day: date) -> str:
    """Of that day's sessions, to whom it is shown; empty where none is agreed, or only how one is."""
    known = (await places_of(visit, visit.viewer, process_id)).get(process_id)
    return known.on(day) if known else ""


def _takes_part(viewer: Viewer) -> bool:
    """A feed is of one's own sessions: who sees everybody's would get the whole house's into their calendar."""
    return REACH[viewer.role] != "everything"


async def _page(visit: Visit, form: Filled[NewForm], address: str = "", status: int = 200) -> HTMLResponse:
    async with visit.transaction() as db:
        feeds = await addresses.those_of(db, visit.person_id)
    standings = {one.key: one for one in visit.identity.standings} if visit.identity else {}
    return await visit.page(
        "feed/show.html",
        status,
        form=form,
        feeds=feeds,
        standings=standings,
        address=address,
        back=BACK.days,
        ahead=AHEAD.days,
        takes_part=_takes_part(visit.viewer),
    )
