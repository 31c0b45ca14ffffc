"""What a supervisor told at a signature and a coordinator has still to decide about."""

from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from services.console.board.tasks import interest_waits
from services.console.tables import ProcessCard


async def hindering(db: AsyncSession, process_id: UUID) -> UUID | None:
    """Whose words it is; none where nothing waits."""
    card = await db.get(ProcessCard, process_id)
    return card.interest_of if card and interest_waits(card) else None
