"""A supervisor's card, asked of directory: that one's alone, however many there are."""

from datetime import datetime
from uuid import UUID

from services.messages.directory import ListSupervisors, SupervisorCard
from services.runtime.commands.asking import Asker


async def card_of(ask: Asker, supervisor_id: UUID, as_of: datetime | None = None) -> SupervisorCard | None:
    """As of ListSupervisors, also of who has left. None: of whom nothing is known as a supervisor."""
    asked = ListSupervisors(with_ended=True, only=supervisor_id, as_of=as_of)
    return next(iter((await ask(asked)).supervisors), None)
