"""A session cancelled: first the rule of the contract and the price of doing it now, then the press."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response
from pydantic import Field

from services.messages.billing import CancellationQuote, QuoteCancellation
from services.messages.contracts import PreviewTermination
from services.messages.sessions import (
    CancellationPreview,
    Canceller,
    CancelSession,
    PreviewCancellation,
    SessionCard,
)
from services.messages.values import Day, Role, Utc
from services.portal.pages.processes.own_process import Process, or_nothing
from services.portal.pages.sessions.own_session import own_session
from services.runtime.commands.refusal import Refusal
from services.web.http.errors import NotFound
from services.web.pages.forms import Filled, Form, filled
from services.web.pages.languages import marked as _
from services.web.pages.sending import send_form
from services.web.pages.visit import SignedIn, Visit

router = APIRouter()
_PATH = "/processes/{number}/sessions/{session_id}/cancel"
_BY: dict[Role, Canceller] = {Role.SUPERVISEE: "supervisee", Role.COMMISSIONER: "commissioner"}
_OVER = ("session_not_open", "session_already_begun")


class CancelForm(Form):
    """seen: the percent that the page showed, seen_at the time: what nobody has seen is not carried out."""

    seen: Annotated[str, Field(max_length=10)]
    seen_at: Utc | None = None


@dataclass(frozen=True)
class Offer:
    """What cancelling costs now. quote: none where the contract has no price for this session. withdraws_until: until
    when a private person may withdraw from the contract instead, where cancelling costs something.
    """

    preview: CancellationPreview
    quote: CancellationQuote | None
    withdraws_until: Day | None = None

    @property
    def seen(self) -> str:
        return str(self.quote.percent) if self.quote else "none"


@router.get(_PATH)
async def look(visit: SignedIn, number: str, session_id: UUID) -> HTMLResponse:
    process, session = await own_session(visit, number, session_id, "cancel_session")
    return await _page(visit, process, session, await _offer(visit, session), Filled[CancelForm]())


@router.post(_PATH)
async def cancel(
    visit: SignedIn,
    number: str,
    session_id: UUID,
    form: Annotated[Filled[CancelForm], Depends(filled(CancelForm))],
) -> Response:
    """Only at the price that was shown: at midnight, and from hour to hour, it may have become another."""
    process, session = await own_session(visit, number, session_id, "cancel_session")
    offer = await _offer(visit, session)
    if offer and (not form.is_valid or form.data.seen != offer.seen):
        form.errors.clear()
        form.refuse(None, _("The price has changed since it was shown. Look at it again."))
    by = _by(visit)
    return await send_form(
        visit,
        form,
        lambda typed: CancelSession(
            session_id=session_id,
            cancelled_by=by,
            person_id=visit.person_id,
            seen_at=typed.seen_at,
            as_of=visit.now,
        ),
        then=f"/processes/{process.number}/schedule",
        said=_("The session is cancelled. Everybody who takes part is told by mail."),
        shown_again=lambda: _page(visit, process, session, offer, form, 422),
        process_id=session.process_id,
    )


def _by(visit: Visit) -> Canceller:
    """Raises NotFound for a role that is no party to it."""
    if visit.viewer.role not in _BY:
        raise NotFound
    return _BY[visit.viewer.role]


async def _offer(visit: Visit, session: SessionCard) -> Offer | None:
    """None for a session that cannot be cancelled any more."""
    asked = PreviewCancellation(
        session_id=session.session_id, cancelled_by=_by(visit), viewer=visit.viewer, as_of=visit.now
    )
    try:
        preview = await visit.ask(asked)
    except Refusal as refusal:
        if refusal.code in _OVER:
            return None
        raise
    facts = preview.model_dump(exclude={"starts_at"})
    quote = QuoteCancellation(cancelled_by=_by(visit), viewer=visit.viewer, **facts)
    told = await or_nothing(visit.ask(quote), "terms_not_known")
    return Offer(preview, told, await _withdraws_until(visit, session, told))


async def _withdraws_until(visit: Visit, session: SessionCard, told: CancellationQuote | None) -> Day | None:
    if session.trial or told is None or not (told.percent and told.consumer_cents):
        return None
    query = PreviewTermination(process_id=session.process_id, viewer=visit.viewer, as_of=visit.now)
    found = await or_nothing(visit.ask(query), "unknown_process")
    return found.withdraws_until if found else None


async def _page(
    visit: Visit,
    process: Process,
    session: SessionCard,
    offer: Offer | None,
    form: Filled[CancelForm],
    status: int = 200,
) -> HTMLResponse:
    return await visit.page(
        "schedule/cancel.html", status, process=process, session=session, offer=offer, form=form
    )
