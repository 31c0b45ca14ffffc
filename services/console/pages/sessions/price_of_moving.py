"""What moving a session costs now, by who wants another time; told before the press."""

from dataclasses import dataclass
from typing import Literal

from services.console.pages.sessions.opened_session import Opened
from services.messages.billing import CancellationQuote, QuoteCancellation
from services.messages.sessions import Canceller, PreviewMove
from services.messages.values import Role
from services.runtime.commands.refusal import Refusal
from services.web.pages.visit import Visit

WantedBy = Canceller | Literal["waived"]
"""waived: the supervisees, and their supervisor asks nothing for it."""


@dataclass(frozen=True)
class Price:
    """quote: if the customer wants it; none where that is free whatever the notice, or nothing is known of a price."""

    quote: CancellationQuote | None = None

    @property
    def percent(self) -> int:
        return self.quote.percent if self.quote else 0

    @property
    def seen(self) -> str:
        return str(self.percent)


def may_want(visit: Visit) -> tuple[WantedBy, ...]:
    """A supervisor alone may waive; a coordinator was told by one of the three."""
    waiving: tuple[WantedBy, ...] = ("waived",) if visit.viewer.role is Role.SUPERVISOR else ()
    return (*waiving, "supervisor", "supervisee", "commissioner")


def party_of(visit: Visit, wanted_by: WantedBy | None) -> Canceller:
    """Where nothing is asked, as it costs nothing: whoever presses, a coordinator for the customer."""
    if wanted_by is None:
        return "supervisor" if visit.viewer.role is Role.SUPERVISOR else "commissioner"
    return "supervisee" if wanted_by == "waived" else wanted_by


async def price_of_moving(visit: Visit, opened: Opened) -> Price:
    asked = PreviewMove(session_id=opened.card.session_id, viewer=visit.viewer, as_of=visit.now)
    try:
        preview = await visit.ask(asked)
        if preview.free:
            return Price()
        facts = preview.model_dump(exclude={"starts_at", "free"})
        quote = QuoteCancellation(cancelled_by="commissioner", viewer=visit.viewer, **facts)
        return Price(await visit.ask(quote))
    except Refusal as refusal:
        if refusal.code not in ("session_not_open", "terms_not_known"):
            raise
        return Price()
