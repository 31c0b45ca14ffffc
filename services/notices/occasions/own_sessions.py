"""Of a plan that is made anew: which sessions a letter's reader is told of, where several supervisors hold them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from services.notices import process_facts
from services.notices.wording import Fact
from services.runtime.commands.transactions import Work
from services.runtime.finland import local_date

Starts = Mapping[UUID, datetime]


@dataclass(frozen=True)
class Plans:
    """before, now: when each session begins. held: of several supervisors, the days that are each one's."""

    session_ids: Sequence[UUID]
    before: Starts
    now: Starts
    held: Mapping[UUID, Sequence[tuple[date, date]]]

    def facts_for(self, person_id: UUID) -> dict[str, Fact]:
        """session_ids: what the file tells of; gone: of these, what is another's now, with the time that it had."""
        days = self.held.get(person_id)
        if days is None:
            return {"session_ids": _joined(self.session_ids)}
        theirs = [one for one in self.session_ids if _covers(days, self.now.get(one))]
        gone = [one for one in self.session_ids if one not in theirs and _covers(days, self.before.get(one))]
        told: dict[str, Fact] = {"session_ids": _joined([*theirs, *gone])} if theirs or gone else {}
        if gone:
            told["gone"] = " ".join(f"{one}={self.before[one].isoformat()}" for one in gone)
        return told


async def plans(work: Work, process_id: UUID, session_ids: Sequence[UUID], before: Starts) -> Plans:
    """Once notices knows the new times."""
    now = await process_facts.starts_of(work.db, session_ids)
    return Plans(session_ids, before, now, await process_facts.days_held(work.db, process_id))


def _covers(days: Sequence[tuple[date, date]], starts_at: datetime | None) -> bool:
    return starts_at is not None and any(first <= local_date(starts_at) <= last for first, last in days)


def _joined(ids: Sequence[UUID]) -> str:
    return " ".join(str(one) for one in ids)
