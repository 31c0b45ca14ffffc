"""What a reader has read of sessions: only what was sent is in their calendar, and only at the time that it said."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.notices import process_facts
from services.notices.letter_kinds import BRINGS_PLAN, PLANS_AGAIN, LetterKind
from services.notices.settling import CHANGES
from services.notices.tables import Notice
from services.notices.wording import Fact
from services.notices.writing import read
from services.runtime.storage.database import among

TELL_OF_SESSIONS = (
    *BRINGS_PLAN,
    *PLANS_AGAIN,
    LetterKind.SESSION_INVITATION,
    LetterKind.SESSION_MOVED,
    LetterKind.SESSION_REPLANNED,
)
"""After one of these a session stands in its reader's calendar."""
Times = Mapping[UUID, Mapping[UUID, datetime]]
"""By reader and session."""


@dataclass(frozen=True)
class Told:
    """sent, unsent: ids of sessions and of their entries, of the letters of one reader that were or were not sent."""

    sent: set[str] = field(default_factory=set)
    unsent: set[str] = field(default_factory=set)

    def take(self, row: Any) -> None:
        (self.sent if row.status == "sent" else self.unsent).update(_named(row.facts))

    def never(self, *ids: object) -> bool:
        """Whether a letter about it was written and none was sent. Of what is not known any more, it was."""
        named = {str(one) for one in ids}
        return bool(named & self.unsent) and not named & self.sent


async def untold_times(db: AsyncSession, process_id: UUID, session_ids: Collection[UUID]) -> Times:
    """When these begin for whoever has not had the letter about their last change: as they were told before it."""
    mine = select(Notice).where(
        Notice.process_id == process_id,
        among(Notice.kind, (*CHANGES, *BRINGS_PLAN, *PLANS_AGAIN)),
        col(Notice.person_id).is_not(None),
    )
    wanted = {str(one) for one in session_ids}
    by_reader: dict[tuple[UUID, str], list[Notice]] = {}
    for row in (await db.exec(mine.order_by(col(Notice.place)))).all():
        for session_id in wanted & _named(row.facts):
            assert row.person_id
            by_reader.setdefault((row.person_id, session_id), []).append(row)
    found: dict[UUID, dict[UUID, datetime]] = {}
    for (person_id, session_id), rows in by_reader.items():
        if known := _known(rows):
            found.setdefault(person_id, {})[UUID(session_id)] = known
    return found


async def that_it_is_off(db: AsyncSession, person_id: UUID, session_id: UUID) -> bool:
    """Whether they have a letter that this session is called off, sent or waiting."""
    theirs = (col(Notice.kind) == LetterKind.SESSION_CANCELLED) & (col(Notice.person_id) == person_id)
    of_it = Notice.facts["session_id"].astext == str(session_id)
    mine = select(Notice.notice_id).where(theirs, of_it, Notice.status != "dropped")
    return (await db.exec(mine.limit(1))).first() is not None


@dataclass(frozen=True)
class LastTold:
    """starts: when sessions begin, or did. untold: of whom was told otherwise."""

    starts: Mapping[UUID, datetime]
    untold: Times

    def facts_for(self, person_id: UUID, session_ids: Iterable[UUID]) -> dict[str, Fact]:
        """For a letter that takes these out of its reader's calendar: which, and the time that each has there."""
        own = {one: self.starts[one] for one in session_ids if one in self.starts}
        own |= {one: at for one, at in self.untold.get(person_id, {}).items() if one in own}
        if not own:
            return {}
        return {
            "session_ids": " ".join(str(one) for one in own),
            "told_times": " ".join(at.isoformat() for at in own.values()),
        }


async def last_told(db: AsyncSession, process_id: UUID, session_ids: Collection[UUID]) -> LastTold:
    starts = await process_facts.starts_of(db, session_ids)
    return LastTold(starts, await untold_times(db, process_id, session_ids))


def _known(rows: Sequence[Notice]) -> datetime | None:
    """None where the newest was sent. rows: of one reader about one session, in the order in which they were written.

    A plan is read as it stands when it is sent: it also tells what was changed before that.
    """
    changes = [one for one in rows if one.kind in CHANGES]
    sent = [one for one in changes if one.status == "sent"]
    plans = [one.sent_at for one in rows if one.kind not in CHANGES and one.status == "sent" and one.sent_at]
    untold = [
        one
        for one in changes[changes.index(sent[-1]) + 1 if sent else 0 :]
        if not any(one.written_at < at for at in plans)
    ]
    before = [read(one.facts).get("previous_starts_at") for one in untold]
    return next((one for one in before if isinstance(one, datetime)), None)


def _named(facts: Mapping[str, Any]) -> set[str]:
    one: Iterable[Any] = (facts.get("session_id"), facts.get("calendar_uid"))
    return {str(name) for name in one if name} | set(str(facts.get("session_ids", "")).split())
