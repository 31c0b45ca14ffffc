"""Many events in one transaction, as a rebuild applies them: what each would ask and write is asked and written once.

Their effect on the facts is the same handlers'; what follows from the facts is left until all are in.
"""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.console.tables import ProcessCard, ProcessSession, TimelineEvent
from services.runtime.storage.database import among, write_rows


class Together:
    """moments: lines for timelines. changed: the processes from whose facts something is still to follow."""

    def __init__(self) -> None:
        self.moments: list[dict[str, Any]] = []
        self.changed: set[UUID] = set()
        self._cards: dict[UUID, ProcessCard] = {}
        self._looked_for: Collection[UUID] = ()
        self._held: list[Any] = []

    @classmethod
    async def begin(cls, db: AsyncSession, process_ids: Collection[UUID], sessions: bool) -> "Together":
        """process_ids: of the events that come. sessions: whether these are about sessions."""
        together = db.info[Together] = cls()
        together._looked_for = process_ids
        cards = await db.exec(select(ProcessCard).where(among(ProcessCard.process_id, process_ids)))
        together._cards = {card.process_id: card for card in cards}
        if sessions:  # in the session's own map, for as long as somebody holds them
            theirs = select(ProcessSession).where(among(ProcessSession.process_id, process_ids))
            together._held = list((await db.exec(theirs)).all())
        return together

    def knows(self, process_id: UUID) -> bool:
        """Whether there is a card, or it is known that there is none."""
        return process_id in self._looked_for or process_id in self._cards

    def card(self, process_id: UUID) -> ProcessCard | None:
        return self._cards.get(process_id)

    def add(self, card: ProcessCard) -> None:
        self._cards[card.process_id] = card

    async def write(self, db: AsyncSession) -> None:
        await db.flush()
        await write_rows(db, insert(TimelineEvent).on_conflict_do_nothing(), self.moments)


def together_in(db: AsyncSession) -> Together | None:
    """None where each event is heard by itself."""
    found: Together | None = db.info.get(Together)
    return found
