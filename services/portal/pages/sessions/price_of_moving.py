"""What moving a session costs now, told before the press: by the notice, as cancelling it would."""

from dataclasses import dataclass

from services.messages.billing import CancellationQuote, QuoteCancellation
from services.messages.sessions import Canceller, MovePreview, PreviewMove, SessionCard
from services.messages.values import Role
from services.portal.pages.processes.own_process import or_nothing
from services.web.http.errors import NotFound
from services.web.pages.visit import Visit

_PARTIES: dict[Role, Canceller] = {Role.SUPERVISEE: "supervisee", Role.COMMISSIONER: "commissioner"}


@dataclass(frozen=True)
class Price:
    """quote: none where it costs nothing whatever the notice, or the contract has no price for this session."""

    preview: MovePreview
    quote: CancellationQuote | None

    @property
    def seen(self) -> str:
        return str(self.quote.percent) if self.quote else "0"


def party_of(visit: Visit) -> Canceller:
    """Raises NotFound for a role that is no party to it."""
    if visit.viewer.role not in _PARTIES:
        raise NotFound
    return _PARTIES[visit.viewer.role]


async def price_of(visit: Visit, session: SessionCard) -> Price | None:
    """None for a session that cannot be moved any more."""
    asked = PreviewMove(session_id=session.session_id, viewer=visit.viewer, as_of=visit.now)
    preview = await or_nothing(visit.ask(asked), "session_not_open")
    if preview is None:
        return None
    facts = preview.model_dump(exclude={"starts_at", "free"})
    quote = QuoteCancellation(cancelled_by=party_of(visit), viewer=visit.viewer, **facts)
    return Price(preview, None if preview.free else await or_nothing(visit.ask(quote), "terms_not_known"))
