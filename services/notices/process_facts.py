"""What notices remembers of processes: their numbers, who their parties are, when their sessions are."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, insert
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.messages.promises import Promises
from services.messages.sessions import (
    MemberLeft,
    PlannedSession,
    ReplannedSession,
    SessionReplanned,
    SessionsHandedOver,
)
from services.notices.tables import KnownParty, KnownProcess, KnownSession
from services.runtime.commands.transactions import Work
from services.runtime.finland import ONE_DAY, local_date
from services.runtime.storage.database import among, execute, write_rows

ATTENDEE = "attendee"
HOLDS = "holds"
"""Which supervisor holds the sessions of which days, once that has been more than one."""
TRIES = "tries"
"""Who acts for the supervisees in a trial, as long as no contract says who does."""


class NotYetKnown(LookupError):
    """Another service's event has not come yet: a fault, so that this one is delivered again."""


async def remember_process(db: AsyncSession, process_id: UUID, number: str, promises: Promises) -> None:
    known = {"process_id": process_id, "number": number, "promises": promises.model_dump()}
    row = insert(KnownProcess).values(**known, may_be_elsewhere=False)
    await execute(db, row.on_conflict_do_nothing())


async def follow(db: AsyncSession, process_id: UUID, renews: UUID) -> None:
    """It goes on where the other ends. Raises NotYetKnown."""
    (await process(db, process_id)).renews = renews


async def set_customer(
    db: AsyncSession, process_id: UUID, organisation_id: UUID | None, department_id: UUID | None
) -> None:
    """Raises NotYetKnown."""
    known = await process(db, process_id)
    known.organisation_id, known.department_id = organisation_id, department_id


async def process(db: AsyncSession, process_id: UUID) -> KnownProcess:
    """Locked until the commit, so that events of two services about it take turns. Raises NotYetKnown."""
    known = await db.get(KnownProcess, process_id, with_for_update=True)
    if known is None:
        raise NotYetKnown("process")
    return known


async def number_of(db: AsyncSession, process_id: UUID) -> str:
    """As people read it: TO-1007. Raises NotYetKnown."""
    return (await _known(db, process_id)).number


async def promises_of(db: AsyncSession, process_id: UUID) -> Promises:
    """What the provider promised to it. Raises NotYetKnown."""
    return Promises.model_validate((await _known(db, process_id)).promises)


async def _known(db: AsyncSession, process_id: UUID) -> KnownProcess:
    known = await db.get(KnownProcess, process_id)
    if known is None:
        raise NotYetKnown("process")
    return known


async def set_parties(db: AsyncSession, process_id: UUID, parties: Mapping[str, Iterable[UUID]]) -> None:
    """Role -> its people from now on; other roles stay as they are."""
    mine = (col(KnownParty.process_id) == process_id) & among(KnownParty.role, parties)
    await execute(db, sa.delete(KnownParty).where(mine))
    rows = [
        {"process_id": process_id, "role": role, "person_id": person, "from_day": date.min, "has_left": False}
        for role, people in parties.items()
        for person in dict.fromkeys(people)
    ]
    await write_rows(db, insert(KnownParty), rows)


async def set_matched(db: AsyncSession, process_id: UUID, supervisor_id: UUID) -> None:
    """Who is to supervise, as long as no contract says who does."""
    if not await _in_roles(db, process_id, ("representative",)):
        await set_parties(db, process_id, {"supervisor": [supervisor_id]})


async def parties(db: AsyncSession, process_id: UUID, *roles: str) -> list[UUID]:
    """The people who have one of the roles, each once, without who has left the group.

    Raises NotYetKnown for a role that nobody has had.
    """
    found = await _in_roles(db, process_id, roles)
    if {party.role for party in found} != set(roles):
        raise NotYetKnown("party")
    return sorted({party.person_id for party in found if not party.has_left})


async def supervisors(db: AsyncSession, process_id: UUID) -> set[UUID]:
    """Nobody where none is known yet."""
    return {party.person_id for party in await _in_roles(db, process_id, ["supervisor"])}


async def taking_part(db: AsyncSession, process_id: UUID) -> set[UUID]:
    """Who comes to its sessions and has not left; nobody where none is known yet."""
    found = await _in_roles(db, process_id, [ATTENDEE])
    return {party.person_id for party in found if not party.has_left}


async def customer_comes_alone(db: AsyncSession, process_id: UUID) -> bool:
    """Whether who acts for its customer is the only one who takes part; not, where nobody is known yet to."""
    there = await taking_part(db, process_id)
    members = there.difference(await supervisors_among(db, process_id, there))
    return bool(members) and members == set(await parties(db, process_id, "contact"))


async def supervising(work: Work, process_id: UUID) -> list[UUID]:
    """Whose today's sessions are: who stands in, on their days. Raises NotYetKnown."""
    today = local_date(work.clock.now())
    held = await days_held(work.db, process_id)
    now = [who for who, days in held.items() if any(first <= today <= last for first, last in days)]
    return now or await parties(work.db, process_id, "supervisor")


async def looking_after(work: Work, process_id: UUID) -> list[UUID]:
    """Whose process it is today: until the first day of who takes over for good, still the one before them; while
    somebody stands in, the one whose place that is. Raises NotYetKnown.
    """
    today, held = local_date(work.clock.now()), await days_held(work.db, process_id)
    own = await parties(work.db, process_id, "supervisor")
    if all(first > today for one in own for first, _ in held.get(one, [(date.min, date.max)])):
        return await supervising(work, process_id)
    return own


async def signers(work: Work, process_id: UUID) -> list[UUID]:
    """Who acts for the supervisees today, and their supervisor. Raises NotYetKnown."""
    supervisors = await looking_after(work, process_id)
    return sorted({*supervisors, *await representatives(work, process_id)})


async def representatives(work: Work, process_id: UUID) -> list[UUID]:
    """Who acts for the supervisees today. Raises NotYetKnown."""
    found, today = await _in_roles(work.db, process_id, ("representative",)), local_date(work.clock.now())
    if not found:
        raise NotYetKnown("party")
    return sorted(
        one.person_id
        for one in found
        if not one.has_left and one.from_day <= today <= (one.until_day or date.max)
    )


async def movers(work: Work, process_id: UUID, people: Sequence[UUID]) -> set[UUID]:
    """Who of them may move a session today: who acts for the supervisees, and who supervises.

    All of them, where nobody has said who acts.
    """
    try:
        acting = set(await representatives(work, process_id))
    except NotYetKnown:
        tries = await _in_roles(work.db, process_id, (TRIES,))
        acting = {one.person_id for one in tries if not one.has_left}
    if not acting:
        return set(people)
    return {*people} & {*acting, *await supervisors(work.db, process_id)}


async def name_representative(db: AsyncSession, process_id: UUID, person_id: UUID, from_day: date) -> None:
    """From that day on they alone; before it, who acted until then."""
    mine = (col(KnownParty.process_id) == process_id) & (col(KnownParty.role) == "representative")
    await execute(db, sa.delete(KnownParty).where(mine, col(KnownParty.from_day) >= from_day))
    goes_on = col(KnownParty.until_day).is_(None) | (col(KnownParty.until_day) >= from_day)
    ends = sa.update(KnownParty).where(mine, goes_on)
    await execute(db, ends.values(until_day=from_day - ONE_DAY))
    known = {"process_id": process_id, "role": "representative", "person_id": person_id}
    await write_rows(db, insert(KnownParty), [{**known, "from_day": from_day, "has_left": False}])


async def join(db: AsyncSession, process_id: UUID, person_id: UUID, from_day: date) -> None:
    """As a member: told of the sessions from that day on."""
    theirs = (col(KnownParty.process_id) == process_id) & (col(KnownParty.person_id) == person_id)
    await execute(db, sa.delete(KnownParty).where(theirs, col(KnownParty.role) == ATTENDEE))
    row = {"process_id": process_id, "role": ATTENDEE, "person_id": person_id}
    await write_rows(db, insert(KnownParty), [{**row, "from_day": from_day, "has_left": False}])


async def first_days(db: AsyncSession, process_id: UUID) -> dict[UUID, date]:
    """Of who has joined later than the first: from when on they are told of sessions."""
    found = await _in_roles(db, process_id, (ATTENDEE,))
    return {one.person_id: one.from_day for one in found if one.from_day > date.min and not one.has_left}


async def attendees(db: AsyncSession, process_id: UUID, starts_at: datetime) -> list[UUID]:
    """Whom a session of that time is for, its supervisor among them. Raises NotYetKnown."""
    later, day = await first_days(db, process_id), local_date(starts_at)
    people = await parties(db, process_id, ATTENDEE)
    there = [one for one in people if later.get(one, date.min) <= day]
    holding = await _in_roles(db, process_id, (HOLDS,))
    if not holding:
        return there
    ever = {one.person_id for one in holding}
    holds = {one.person_id for one in holding if one.from_day <= day <= (one.until_day or date.max)}
    return sorted({*(one for one in there if one not in ever), *holds})


async def attendees_of_day(db: AsyncSession, process_id: UUID, starts_at: datetime) -> list[UUID]:
    """The same, with who has left the group since. Raises NotYetKnown."""
    day = local_date(starts_at)
    gone = [one for one in await _in_roles(db, process_id, (ATTENDEE,)) if one.has_left and one.until_day]
    then = [one.person_id for one in gone if one.from_day <= day <= (one.until_day or date.min)]
    return sorted({*await attendees(db, process_id, starts_at), *then})


async def supervisors_among(db: AsyncSession, process_id: UUID, people: Collection[UUID]) -> list[UUID]:
    """Who of them supervises it, or sessions of it."""
    found = await _in_roles(db, process_id, ("supervisor", HOLDS))
    return sorted({one.person_id for one in found}.intersection(people))


async def days_held(db: AsyncSession, process_id: UUID) -> dict[UUID, list[tuple[date, date]]]:
    """Of each supervisor the days whose sessions are theirs; nothing where there has been one."""
    found: dict[UUID, list[tuple[date, date]]] = {}
    for one in await _in_roles(db, process_id, (HOLDS,)):
        found.setdefault(one.person_id, []).append((one.from_day, one.until_day or date.max))
    return found


async def starts_of(db: AsyncSession, session_ids: Collection[UUID]) -> dict[UUID, datetime]:
    """Of those that are known."""
    mine = select(KnownSession.session_id, KnownSession.starts_at)
    return dict((await db.exec(mine.where(among(KnownSession.session_id, session_ids)))).all())


async def first_start(db: AsyncSession, process_id: UUID) -> datetime | None:
    """When the first session of its contract begins; none while none is planned."""
    of_contract = (col(KnownSession.process_id) == process_id) & ~col(KnownSession.trial)
    mine = select(sa.func.min(col(KnownSession.starts_at))).where(of_contract, ~col(KnownSession.cancelled))
    return (await db.exec(mine)).one()


async def holder_on(db: AsyncSession, process_id: UUID, day: date) -> list[UUID]:
    """Who holds its sessions on the day, where that has been somebody else."""
    held = await days_held(db, process_id)
    return sorted(one for one, days in held.items() if any(a <= day <= b for a, b in days))


async def hand_over(db: AsyncSession, event: SessionsHandedOver) -> None:
    """Who holds its sessions from which day on; for good, the process is the new one's to look after."""
    former, new = event.former_supervisor_id, event.supervisor_id
    await hold_from(db, event.process_id, former, new, event.from_day, event.until_day)
    if event.until_day is None:
        await set_parties(db, event.process_id, {"supervisor": [new]})


async def hold_from(
    db: AsyncSession, process_id: UUID, former: UUID, new: UUID, from_day: date, until_day: date | None = None
) -> None:
    """until_day: after it they are the former one's again."""
    held = await _in_roles(db, process_id, (HOLDS,))
    now = {"process_id": process_id, "role": HOLDS, "has_left": False}
    rows: list[dict[str, Any]] = []
    if not held:
        rows.append(now | {"person_id": former, "from_day": date.min, "until_day": from_day - ONE_DAY})
    for one in held:
        if one.until_day is None or one.until_day >= from_day:
            one.until_day = from_day - ONE_DAY
    rows.append(now | {"person_id": new, "from_day": from_day, "until_day": until_day})
    if until_day:
        rows.append(now | {"person_id": former, "from_day": until_day + ONE_DAY, "until_day": None})
    await db.flush()
    await write_rows(db, insert(KnownParty).on_conflict_do_nothing(), rows)


async def leave(db: AsyncSession, event: MemberLeft) -> bool:
    """As a member. What the one who acts for them was told, all the others are, until they name somebody.

    Whether it was the one who acts for them.
    """
    process_id, person_id = event.process_id, event.person_id
    theirs = await _in_roles(db, process_id, ("attendee", "representative", TRIES))
    own = [one for one in theirs if one.person_id == person_id]
    for one in own:
        one.has_left = True
        if one.role == ATTENDEE:
            one.until_day = event.left_on
    days = [
        {"from_day": one.from_day, "until_day": one.until_day}
        for one in own
        if one.role == "representative" and (one.until_day or date.max) > event.left_on
    ]
    rows = [
        {"process_id": process_id, "role": "representative", "person_id": one, "has_left": False, **which}
        for which in days
        for one in event.remaining
    ]
    await write_rows(db, insert(KnownParty).on_conflict_do_nothing(), rows)
    return bool(days)


async def sessions_after(
    db: AsyncSession, process_id: UUID, instant: datetime, also: Collection[UUID] = ()
) -> list[KnownSession]:
    """Those that are still to be, and these, by their beginning."""
    ahead = select(KnownSession).where(
        KnownSession.process_id == process_id,
        (col(KnownSession.starts_at) >= instant) | among(KnownSession.session_id, also),
        ~col(KnownSession.cancelled),
    )
    return list(await db.exec(ahead.order_by(col(KnownSession.starts_at))))


_IN_ROLES = select(KnownParty).where(
    KnownParty.process_id == sa.bindparam("process_id", type_=sa.Uuid()),
    col(KnownParty.role) == sa.any_(sa.bindparam("roles", type_=ARRAY(sa.Text))),
)


async def _in_roles(db: AsyncSession, process_id: UUID, roles: Sequence[str]) -> Sequence[KnownParty]:
    asked = {"process_id": process_id, "roles": list(roles)}
    return (await db.exec(_IN_ROLES, params=asked)).all()


async def remember_sessions(
    db: AsyncSession,
    process_id: UUID,
    planned: Iterable[PlannedSession | SessionReplanned],
    *,
    sequence: int = 0,
    trial: bool = False,
) -> None:
    told = {"process_id": process_id, "sequence": sequence, "cancelled": False, "trial": trial}
    rows = [told | _times(one) for one in planned]
    await write_rows(db, insert(KnownSession).on_conflict_do_nothing(), rows)


async def take_out_sessions(db: AsyncSession, sequences: Mapping[UUID, int]) -> None:
    """By session, the sequence of the change. Raises NotYetKnown."""
    for session_id, sequence in sequences.items():
        known = await session_of(db, session_id)
        known.sequence, known.cancelled = sequence, True


async def change_sessions(db: AsyncSession, process_id: UUID, planned: Iterable[ReplannedSession]) -> None:
    """New ones, and those that have other times or numbers."""
    for one in planned:
        facts = {"process_id": process_id, "sequence": one.sequence, "cancelled": False, **_times(one)}
        await db.merge(KnownSession(**facts))


def _times(one: PlannedSession | SessionReplanned | ReplannedSession) -> dict[str, Any]:
    kept = one.model_dump(include={"session_id", "number", "starts_at", "ends_at", "free_until"})
    return kept | {"calendar_uid": one.calendar_uid or one.session_id}


async def session_of(db: AsyncSession, session_id: UUID) -> KnownSession:
    """Locked until the commit. Raises NotYetKnown."""
    known = await db.get(KnownSession, session_id, with_for_update=True)
    if known is None:
        raise NotYetKnown("session")
    return known
