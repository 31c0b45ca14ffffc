"""A session that is to come: moved to a free time, or cancelled with the rule and the price shown first."""

from dataclasses import dataclass
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response
from pydantic import Field

from services.console.pages.sessions.free_times import free_times, times_page
from services.console.pages.sessions.opened_session import Opened, open_session
from services.console.pages.sessions.price_of_moving import (
    Price,
    WantedBy,
    may_want,
    party_of,
    price_of_moving,
)
from services.messages.billing import CancellationQuote, QuoteCancellation
from services.messages.sessions import (
    CancellationPreview,
    Canceller,
    CancelSession,
    MoveSession,
    PreviewCancellation,
    PreviewReplanning,
    Replanning,
    SessionCard,
)
from services.messages.values import Role, Utc
from services.runtime.commands.refusal import Refusal
from services.web.http.errors import NotFound
from services.web.pages.forms import Filled, Form, filled
from services.web.pages.languages import marked as _
from services.web.pages.process_forms.days import day_asked
from services.web.pages.sending import send_form
from services.web.pages.visit import SignedIn, Visit
from services.wording.formats import Formats

router = APIRouter()
_MOVE: Final = "move_session"
_CANCEL: Final = "cancel_session"
_CANCELLED = _("The session is cancelled. Everybody who takes part is told by mail.")
_PLANNED_AGAIN = _("The session is called off and has another time. Everybody is told both in one mail.")
_OTHER_TIME_MEANWHILE = _("Another time comes in its place by now. Look at it again.")
_CHANGED_MEANWHILE = _("The notice has become shorter in the meantime. Look at the price again.")


class MoveForm(Form):
    """wanted_by: asked where it costs something. waived: the supervisees want it, and the supervisor asks nothing.

    seen: the percent that was shown before the press, and seen_at the time.
    """

    starts_at: Utc
    seen_at: Utc | None = None
    wanted_by: WantedBy | None = None
    seen: Annotated[str, Field(max_length=10)] = "0"


class CancelForm(Form):
    """seen: what was shown before the press, see `_shown`, and seen_at the time. again: when it is held instead."""

    cancelled_by: Canceller
    again: Annotated[str, Field(max_length=40)] | None = None
    seen: Annotated[str, Field(max_length=100)]
    seen_at: Utc | None = None


@dataclass(frozen=True)
class Offer:
    """What it costs if this party cancels now; quote: none where there is no price for such a session."""

    by: Canceller
    preview: CancellationPreview
    quote: CancellationQuote | None


@router.get("/sessions/{session_id}/move")
async def choose(visit: SignedIn, session_id: UUID, from_day: str = "") -> HTMLResponse:
    """from_day: the first day of which free times are shown."""
    return await _times(visit, await open_session(visit, session_id, _MOVE), Filled[MoveForm](), from_day)


@router.post("/sessions/{session_id}/move")
async def move(
    visit: SignedIn, session_id: UUID, form: Annotated[Filled[MoveForm], Depends(filled(MoveForm))]
) -> Response:
    opened = await open_session(visit, session_id, _MOVE)
    if "starts_at" in form.errors:
        form.errors["starts_at"] = _("Choose a time.")
    price = await price_of_moving(visit, opened)
    _refuse_unagreed(visit, form, price)

    def said(moved: SessionCard) -> str:
        text = visit.text(_("The session is moved to %(when)s. Everybody who takes part is told by mail."))
        return text % {"when": Formats(visit.language).moment(moved.starts_at)}

    return await send_form(
        visit,
        form,
        lambda typed: MoveSession(
            session_id=session_id,
            starts_at=typed.starts_at,
            seen_at=typed.seen_at,
            moved_by=visit.person_id,
            party=party_of(visit, typed.wanted_by),
            waived=typed.wanted_by == "waived",
            as_of=visit.now,
        ),
        then=opened.path,
        said=said,
        shown_again=lambda: _times(visit, opened, form, "", 422),
        process_id=opened.shown.process_id,
    )


@router.get("/sessions/{session_id}/cancel")
async def look(visit: SignedIn, session_id: UUID) -> HTMLResponse:
    opened = await open_session(visit, session_id, _CANCEL)
    offers = await _offers(visit, opened)
    return await _cancellation(visit, opened, offers, Filled[CancelForm]())


@router.post("/sessions/{session_id}/cancel")
async def cancel(
    visit: SignedIn, session_id: UUID, form: Annotated[Filled[CancelForm], Depends(filled(CancelForm))]
) -> Response:
    """Carried out only at the price that was shown."""
    opened = await open_session(visit, session_id, _CANCEL)
    if form.is_valid and form.data.cancelled_by not in _may_cancel(visit):
        raise NotFound
    offers = await _offers(visit, opened)
    if form.is_valid and offers and form.data.seen != _shown(offers):
        form.refuse(None, _CHANGED_MEANWHILE)
    elif form.is_valid and offers and await _is_otherwise_again(visit, opened, form.data):
        form.refuse(None, _OTHER_TIME_MEANWHILE)

    def said(cancelled: SessionCard) -> str:
        return visit.text(_PLANNED_AGAIN if cancelled.status == "replaced" else _CANCELLED)

    return await send_form(
        visit,
        form,
        lambda typed: CancelSession(
            session_id=session_id,
            cancelled_by=typed.cancelled_by,
            person_id=visit.person_id,
            seen_at=typed.seen_at,
            as_of=visit.now,
        ),
        then=opened.path,
        said=said,
        shown_again=lambda: _cancellation(visit, opened, offers, form, 422),
        process_id=opened.shown.process_id,
    )


def _refuse_unagreed(visit: Visit, form: Filled[MoveForm], price: Price) -> None:
    """Carried out only at the price that was shown, for somebody who bears it. Raises NotFound."""
    if not form.is_valid:
        return
    wanted_by = form.data.wanted_by
    if wanted_by not in (None, *may_want(visit)):
        raise NotFound
    if form.data.seen != price.seen:
        form.refuse(None, _CHANGED_MEANWHILE)
    elif price.percent and wanted_by is None:
        form.refuse("wanted_by", _("Say who wants another time: it decides who pays."))


async def _times(
    visit: Visit, opened: Opened, form: Filled[MoveForm], from_day: str, status: int = 200
) -> HTMLResponse:
    free = await free_times(visit, opened, day_asked(from_day))
    price = await price_of_moving(visit, opened)
    more = {"price": price, "wanters": may_want(visit)}
    return await times_page(visit, "sessions/move.html", opened, form, free, status, **more)


def _may_cancel(visit: Visit) -> tuple[Canceller, ...]:
    """A supervisor does it themselves; a coordinator was told by one of the three."""
    if visit.viewer.role is Role.SUPERVISOR:
        return ("supervisor",)
    return ("supervisee", "commissioner", "supervisor")


async def _replanned(visit: Visit, opened: Opened) -> Replanning:
    """What its supervisor's cancelling brings now, by the rule of its owner."""
    asked = PreviewReplanning(session_id=opened.card.session_id, viewer=visit.viewer, as_of=visit.now)
    return await visit.ask(asked)


async def _is_otherwise_again(visit: Visit, opened: Opened, typed: CancelForm) -> bool:
    if typed.cancelled_by != "supervisor" or typed.again is None:
        return False
    return typed.again != _again_of(await _replanned(visit, opened))


def _again_of(again: Replanning) -> str:
    return again.starts_at.isoformat() if again.starts_at else "none"


async def _offers(visit: Visit, opened: Opened) -> list[Offer]:
    """None of them for a session that cannot be cancelled any more."""
    try:
        return [await _offer(visit, opened, by) for by in _may_cancel(visit)]
    except Refusal as refusal:
        if refusal.code in ("session_not_open", "session_already_begun"):
            return []
        raise


async def _offer(visit: Visit, opened: Opened, by: Canceller) -> Offer:
    preview = await visit.ask(
        PreviewCancellation(
            session_id=opened.card.session_id, cancelled_by=by, viewer=visit.viewer, as_of=visit.now
        )
    )
    facts = preview.model_dump(exclude={"starts_at"})
    try:
        quote = await visit.ask(QuoteCancellation(cancelled_by=by, viewer=visit.viewer, **facts))
    except Refusal as refusal:
        if refusal.code != "terms_not_known":
            raise
        quote = None
    return Offer(by, preview, quote)


def _shown(offers: list[Offer]) -> str:
    """What the price follows from, so that nobody presses on one that has changed."""
    return ",".join("?" if one.quote is None else str(one.quote.percent) for one in offers)


async def _cancellation(
    visit: Visit, opened: Opened, offers: list[Offer], form: Filled[CancelForm], status: int = 200
) -> HTMLResponse:
    again = await _replanned(visit, opened) if offers else None
    return await visit.page(
        "sessions/cancel.html",
        status,
        opened=opened,
        card=opened.card,
        form=form,
        offers=offers,
        seen=_shown(offers),
        again=again,
        again_seen=_again_of(again) if again else "",
    )
