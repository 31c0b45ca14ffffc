"""A letter about a changed session waits a little, so that what is changed after it is told with it.

Whoever moves three sessions does it one after another; each change moves the letters that still wait to its own time,
and what is said of one session twice is said once.
"""

from datetime import datetime
from uuid import UUID

from sqlmodel import col, select

from services.notices.composing.doors import Doors
from services.notices.letter_kinds import LetterKind
from services.notices.tables import Notice
from services.runtime.commands.transactions import Work
from services.runtime.storage.database import among

CHANGES = (LetterKind.SESSION_MOVED, LetterKind.SESSION_CANCELLED, LetterKind.SESSION_REPLANNED)
OF_CALLED_OFF = (
    LetterKind.SESSION_OWED,
    LetterKind.SESSION_HELD_INSTEAD,
    LetterKind.SESSION_LEFT_OUT,
)
"""What becomes of a session that its supervisor has called off, to who has no calendar entry to change."""
_AT_MOST = 5
"""[ours] Times as long as it waits for the next change: whoever goes on for an hour keeps nobody waiting for it."""


async def settle(work: Work[Doors], process_id: UUID) -> datetime:
    """Until when the letters about a change wait that has just been heard of; other letters never wait for it."""
    now, waits = work.clock.now(), work.resources.settles
    still = select(Notice).where(
        Notice.process_id == process_id,
        among(Notice.kind, CHANGES),
        Notice.status == "waiting",
        col(Notice.not_before) > now,
        col(Notice.put_off_since).is_(None),
    )
    rows = (await work.db.exec(still.with_for_update())).all()
    first = min((row.written_at for row in rows), default=now)
    until = max(now, min(now + waits, first + _AT_MOST * waits))
    for row in rows:
        row.not_before = until
    await work.db.flush()
    return until
