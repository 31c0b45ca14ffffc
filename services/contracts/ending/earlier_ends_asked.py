"""Of which parties the answer to a proposed earlier end is awaited: for the cards, of many contracts at once."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlmodel import and_, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.contracts.tables import Contract, EarlierEnd, EarlierEndAnswer
from services.messages.values import Party
from services.runtime.storage.database import among


async def of_all(
    db: AsyncSession, contracts: Sequence[Contract], today: date
) -> dict[UUID, Mapping[Party, date]]:
    """By process, until when each party that has said nothing is to answer; silence is no."""
    ends_on = {contract.process_id: contract.ends_on for contract in contracts}
    answered = and_(
        col(EarlierEndAnswer.process_id) == EarlierEnd.process_id,
        col(EarlierEndAnswer.number) == EarlierEnd.number,
    )
    waiting = (
        select(EarlierEnd, EarlierEndAnswer.party)
        .outerjoin(EarlierEndAnswer, answered)
        .where(
            among(EarlierEnd.process_id, ends_on),
            col(EarlierEnd.closed_at).is_(None),
            col(EarlierEnd.answer_by) >= today,
        )
    )
    found: dict[UUID, dict[Party, date]] = {}
    for row, party in await db.exec(waiting):
        if row.last_day < ends_on[row.process_id]:
            asked = found.setdefault(row.process_id, dict.fromkeys(Party, row.answer_by))
            asked.pop(Party(party), None)
    return dict(found)
