"""One session as a page opens it: what sessions shows this visitor of it, and which process it belongs to."""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from services.console.pages.names import names_of
from services.messages.intake import InquiryCard, ShowInquiry
from services.messages.policy import Right
from services.messages.sessions import SessionCard, SessionShown, ShowSession
from services.runtime.policy import Belongs
from services.web.pages.visit import Visit

_CHANGE: Final = "move_session"


@dataclass(frozen=True)
class Opened:
    """names: the supervisor's, and the members' for whoever may know them."""

    shown: SessionShown
    process: InquiryCard
    names: dict[UUID, str]

    @property
    def card(self) -> SessionCard:
        return self.shown.card

    @property
    def path(self) -> str:
        return f"/sessions/{self.card.session_id}"

    @property
    def belongs(self) -> Belongs:
        return Belongs(
            organisation_id=self.shown.organisation_id,
            department_id=self.shown.department_id,
            supervisor_id=self.shown.supervisor_id,
        )

    @property
    def minutes(self) -> int:
        """As long as was agreed."""
        return int((self.card.ends_at - self.card.starts_at).total_seconds()) // 60

    def is_over(self, now: datetime) -> bool:
        """For saying why; what may be done stands on the card."""
        return self.card.ends_at <= now


async def open_session(visit: Visit, session_id: UUID, to: Right = _CHANGE) -> Opened:
    """to: what the visitor would do. Raises NotFound for whom the policy does not let do it.

    Refuses: unknown_session (out of reach too).
    """
    visit.must(to)
    shown = await visit.ask(ShowSession(session_id=session_id, viewer=visit.viewer))
    process, names = await asyncio.gather(
        visit.ask(ShowInquiry(process_id=shown.process_id, viewer=visit.viewer)),
        names_of(visit, [shown.supervisor_id, *shown.members]),
    )
    opened = Opened(shown, process, names)
    visit.must(to, opened.belongs)
    return opened
