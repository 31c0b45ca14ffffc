"""What each session costs that would be called off together, before the press: as cancelling it alone would."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from services.messages.billing import CancellationQuote, QuoteCancellation
from services.messages.sessions import PreviewCancellation, SessionCard
from services.messages.values import Party
from services.runtime.commands.refusal import Refusal
from services.web.pages.visit import Visit

_NO_PRICE = ("terms_not_known", "unknown_process")
"""What billing answers that has no terms for it."""


@dataclass(frozen=True)
class Cost:
    """quote: none where the contract has no price for such a session."""

    session: SessionCard
    quote: CancellationQuote | None


async def costs_of(
    visit: Visit, sessions: Sequence[SessionCard], by: Party, how: Literal["end_at_once"] | None = None
) -> list[Cost]:
    """Of those that cost something, by their times: after the first that costs nothing none does."""
    found: list[Cost] = []
    for one in sessions:
        quote = await _quoted(visit, one, by, how)
        if quote is not None and quote.percent == 0:
            break
        found.append(Cost(one, quote))
    return found


async def _quoted(
    visit: Visit, session: SessionCard, by: Party, how: Literal["end_at_once"] | None
) -> CancellationQuote | None:
    asked = PreviewCancellation(
        session_id=session.session_id, cancelled_by=by.value, viewer=visit.viewer, as_of=visit.now
    )
    facts = (await visit.ask(asked)).model_dump(exclude={"starts_at"}) | {"cancelled_by": how or by.value}
    try:
        return await visit.ask(QuoteCancellation.model_validate(facts | {"viewer": visit.viewer}))
    except Refusal as refusal:
        if refusal.code in _NO_PRICE:
            return None
        raise
