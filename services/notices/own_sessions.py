"""Of a plan that is made anew: which sessions a letter's reader is told of, where several supervisors hold them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from services.messages.sessions import ReplannedSession
from services.notices import dropping, process_facts
from services.notices.occasions import session_letters
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

    def of(self, person_id: UUID) -> list[UUID]:
        """What the file tells its reader of."""
        return [UUID(one) for one in str(self.facts_for(person_id).get("session_ids", "")).split()]

    def supervisors(self) -> list[UUID]:
        """Who holds one of them, or held it until now; of several supervisors alone."""
        return [one for one in self.held if self.facts_for(one)]


async def plan_again(
    work: Work,
    process_id: UUID,
    taken: Sequence[UUID],
    sessions: Sequence[ReplannedSession],
    changed_ids: Collection[UUID],
) -> Plans:
    """What asks for an old time is not sent any more; what has a new one is reminded of at its own time.

    taken: what is not held, of which notices knows so already. changed_ids: of the sessions.
    """
    every = [*taken, *(one.session_id for one in sessions)]
    before = await process_facts.starts_of(work.db, every)
    await dropping.drop_of_sessions(work, process_id, [*taken, *changed_ids])
    changed = [one for one in sessions if one.session_id in changed_ids]
    await process_facts.change_sessions(work.db, process_id, changed)
    for one in changed:  # each by whoever holds it and is a member on its day
        people = await process_facts.attendees(work.db, process_id, one.starts_at)
        await session_letters.remind_of([one], people, process_id, work)
    now = await process_facts.starts_of(work.db, every)
    return Plans(every, before, now, await process_facts.days_held(work.db, process_id))


def _covers(days: Sequence[tuple[date, date]], starts_at: datetime | None) -> bool:
    return starts_at is not None and any(first <= local_date(starts_at) <= last for first, last in days)


def _joined(ids: Sequence[UUID]) -> str:
    return " ".join(str(one) for one in ids)
