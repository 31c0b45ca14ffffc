"""The three-way meeting as it is shown: when and where to those of whom it is, why it was left out to coordinators."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.contracts.tables import Meeting, MeetingWord
from services.messages.contracts import MeetingPlace, MeetingShown
from services.messages.contracts import MeetingWord as WordShown
from services.messages.policy import scope
from services.messages.values import Viewer
from services.runtime.finland import is_working_day, local_date
from services.runtime.storage.database import among_asked

_PUT_RIGHT = select(MeetingWord).where(among_asked(MeetingWord.process_id)).order_by(col(MeetingWord.number))


async def words_put_right(db: AsyncSession, process_ids: Sequence[UUID]) -> dict[UUID, list[MeetingWord]]:
    """By process, the first one first."""
    found: dict[UUID, list[MeetingWord]] = {}
    for one in await db.exec(_PUT_RIGHT, params={"ids": list(process_ids)}):
        found.setdefault(one.process_id, []).append(one)
    return found


async def place_of(db: AsyncSession, process_id: UUID) -> MeetingPlace:
    meeting = await db.get(Meeting, process_id)
    return MeetingPlace(place=meeting.place if meeting and meeting.starts_at else "")


def shown(meeting: Meeting, earlier: Sequence[MeetingWord], viewer: Viewer | None) -> MeetingShown | None:
    """None to whom it is not told of."""
    if viewer is not None and scope(viewer.role, "three_way_meeting") != "yes":
        return None
    day = local_date(meeting.starts_at) if meeting.starts_at else None
    reads = viewer is not None and scope(viewer.role, "meeting_reason") == "yes"
    return MeetingShown(
        due_on=meeting.due_on,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        place=meeting.place if meeting.starts_at else "",
        too_late=day is not None and day > meeting.due_on,
        on_day_off=day is not None and not is_working_day(day),
        held_on=meeting.held_on,
        waived=meeting.waived_reason is not None,
        reason=(meeting.waived_reason or "") if reads else "",
        earlier=[
            WordShown(recorded_at=one.recorded_at, held_on=one.held_on, reason=one.waived_reason or "")
            for one in earlier
            if reads
        ],
    )
