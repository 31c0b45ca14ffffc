"""By whom and when sessions were recorded, for who looks at what was charged: no attendance, and no ground."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.messages import sessions as messages
from services.runtime.policy import seen_rows
from services.runtime.storage.database import among
from services.sessions import access
from services.sessions.recording.recorded_words import first_by
from services.sessions.showing.session_card import is_recorded
from services.sessions.tables import RecordedWord, Session, SupervisionProcess


async def list_seen(db: AsyncSession, query: messages.ListRecords) -> messages.SessionRecords:
    reached = (
        select(Session)
        .join(SupervisionProcess)
        .where(
            among(Session.session_id, query.session_ids),
            Session.status != "proposed",
            seen_rows(query.viewer, "phase_dates_units", access.OWNERS),
        )
        .order_by(col(Session.starts_at))
    )
    rows = (await db.exec(reached)).all()
    corrected = await _said_last(db, [row.session_id for row in rows if row.revision])
    return messages.SessionRecords(records=[_record(row, corrected.get(row.session_id)) for row in rows])


async def _said_last(db: AsyncSession, session_ids: Sequence[UUID]) -> dict[UUID, RecordedWord]:
    words = select(RecordedWord).where(among(RecordedWord.session_id, session_ids))
    return {one.session_id: one for one in await db.exec(words.order_by(col(RecordedWord.revision)))}


def _record(row: Session, word: RecordedWord | None) -> messages.SessionRecord:
    told = {"session_id": row.session_id, "supervisor_id": row.supervisor_id}
    if not is_recorded(row):
        return messages.SessionRecord.model_validate(told)
    by, at = (word.by, word.recorded_at) if word else (first_by(row), row.settled_at)
    return messages.SessionRecord.model_validate(told | {"by": by, "recorded_at": at})
