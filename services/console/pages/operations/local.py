"""Help for a platform on one machine, refused everywhere else: its caught mail, its clock, every part of a page."""

import asyncio
from collections.abc import AsyncGenerator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query
from fastapi.responses import HTMLResponse, Response, StreamingResponse
from pydantic import AfterValidator

from services.console.pages.operations.mailbox import Mail, list_mail, read_mail
from services.messages.process import ClockReading, MoveClock, ReadClock
from services.messages.texts import is_digits
from services.messages.values import SearchText, of_our_years
from services.runtime.finland import to_utc
from services.web.http.errors import NotFound
from services.web.http.event_stream import Frame, last_seen, stream
from services.web.pages.forms import Filled, Form, filled
from services.web.pages.languages import marked as _
from services.web.pages.visit import Visit, visiting

_AT_ONCE = 100
_LOOK_AGAIN_S = 0.5


async def locally(visit: Annotated[Visit, Depends(visiting)]) -> Visit:
    """Raises NotFound anywhere but in the local profile."""
    if not visit.door.settings.is_local:
        raise NotFound
    return visit


Local = Annotated[Visit, Depends(locally)]
router = APIRouter(prefix="/dev")


@router.get("/mail")
async def mail(visit: Local, to: SearchText = "", before: SearchText = "") -> HTMLResponse:
    """The newest first. to: a part of the receiver's address. before: the mail with which the page before ended."""
    found = await asyncio.to_thread(list_mail, _folder(visit), to, _AT_ONCE, before)
    return await visit.page(
        "local/mail.html",
        mails=found.mails,
        to=to,
        before=before,
        counted=found.all,
        newest=_mails(to) if before else None,
        older=_mails(to, found.mails[-1].name) if found.older else None,
    )


@router.get("/mail/stream")
async def mail_stream(visit: Local, since: Annotated[int, Query(ge=0, lt=2**31)] = 0) -> StreamingResponse:
    """since: how many mails the page has counted."""
    seen = last_seen(visit.request) or ""
    counted = int(seen) if is_digits(seen) else since
    return stream(visit.request, _arrivals(_folder(visit), counted), visit.goes_on)


@router.get("/mail/{name}")
async def one_mail(visit: Local, name: str) -> HTMLResponse:
    found: Mail | None = await asyncio.to_thread(read_mail, _folder(visit), name)
    if found is None:
        raise NotFound
    return await visit.page("local/one_mail.html", mail=found.heading, found=found)


class ClockForm(Form):
    """to: a local time; step: how far from now instead."""

    to: Annotated[datetime, AfterValidator(of_our_years)] | None = None
    step: Literal["deadline", "day", "week", "month"] | None = None


_STEPS = {
    "day": timedelta(days=1),
    "week": timedelta(days=7),
    "month": timedelta(days=30),
    "deadline": timedelta(days=400),
}


@router.get("/clock")
async def clock(visit: Local) -> HTMLResponse:
    return await _clock_page(visit, Filled[ClockForm]())


@router.get("/clock/reading")
async def clock_reading(visit: Local) -> HTMLResponse:
    """The part of the page that renews itself while the clock moves."""
    return visit.part("local/reading.html", reading=await visit.ask(ReadClock()))


@router.post("/clock")
async def move_clock(
    visit: Local, form: Annotated[Filled[ClockForm], Depends(filled(ClockForm))]
) -> Response:
    if form.is_valid and not (form.data.to or form.data.step):
        form.refuse("to", _("Choose how far the clock is to go."))

    async def move(typed: ClockForm) -> ClockReading:
        return await visit.ask(
            MoveClock(to=_aim(typed, visit.now), one_deadline=typed.step == "deadline"), timeout_s=60
        )

    if await form.carry_out(move) is None:
        return await _clock_page(visit, form, 422)
    return await visit.go("/dev/clock")


@router.get("/components")
async def components(visit: Local) -> HTMLResponse:
    return await visit.page("components.html")


async def _clock_page(visit: Visit, form: Filled[ClockForm], status: int = 200) -> HTMLResponse:
    return await visit.page("local/clock.html", status, form=form, reading=await visit.ask(ReadClock()))


def _aim(typed: ClockForm, now: datetime) -> datetime:
    if typed.step:
        return now + _STEPS[typed.step]
    assert typed.to is not None
    return typed.to if typed.to.tzinfo else to_utc(typed.to.date(), typed.to.time())


def _folder(visit: Visit) -> Path:
    folder = visit.door.settings.mail_folder
    if folder is None:
        raise NotFound
    return folder


async def _arrivals(folder: Path, counted: int) -> AsyncGenerator[Frame, None]:
    """A frame whenever there are more than were counted; the page then asks for itself again.

    By number and not by name: a mail has its name before it is there.
    """
    while True:
        now = await asyncio.to_thread(_count, folder)
        if now != counted:
            counted = now
            yield Frame("changed", "{}", str(counted))
        await asyncio.sleep(_LOOK_AGAIN_S)


def _mails(to: str, before: str = "") -> str:
    asked = {name: said for name, said in (("to", to), ("before", before)) if said}
    return f"/dev/mail?{urlencode(asked)}" if asked else "/dev/mail"


def _count(folder: Path) -> int:
    return sum(1 for _ in folder.glob("*.eml"))
