"""What this service remembers of the processes that a batch of rows is about: one look at its tables for all."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import repeat
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from services.messages.values import Party
from services.notices.letter_kinds import BRINGS_PLAN, ENDS_SESSIONS, KINDS, PLANS_AGAIN, LetterKind
from services.notices.process_facts import ATTENDEE, HOLDS
from services.notices.tables import KnownLeaver, KnownParty, KnownProcess, KnownSession, Notice
from services.notices.told import TELL_OF_SESSIONS, Told
from services.runtime.finland import local_date
from services.runtime.storage.database import among, among_asked

_party: sa.Table = KnownParty.__table__  # type: ignore[attr-defined]  # SQLModel makes it
_leaver: sa.Table = KnownLeaver.__table__  # type: ignore[attr-defined]
_process: sa.Table = KnownProcess.__table__  # type: ignore[attr-defined]
_session: sa.Table = KnownSession.__table__  # type: ignore[attr-defined]
_notice: sa.Table = Notice.__table__  # type: ignore[attr-defined]


_ROLES = ("supervisor", ATTENDEE, HOLDS, "contact")
# Put together once: every batch asks them.
_before = _process.alias()
_PROCESSES = (
    sa.select(_process, _before.c.number.label("renewed_number"))
    .outerjoin(_before, _before.c.process_id == _process.c.renews)
    .where(among_asked(_process.c.process_id))
)
"""renewed_number: of the process that it goes on from."""
_PARTIES = (
    sa.select(_party, _leaver.c.last_day)
    .outerjoin(_leaver, _leaver.c.supervisor_id == _party.c.person_id)
    .where(among(_party.c.role, _ROLES), among_asked(_party.c.process_id))
)
"""last_day: of a supervisor who leaves the house."""


_TAKES_OUT = (
    *ENDS_SESSIONS,
    *PLANS_AGAIN,
    LetterKind.SESSION_CANCELLED,
    LetterKind.SESSIONS_CHANGED,
    LetterKind.CALENDAR_CHANGED,
)
"""They call off what may never have reached their reader: then there is nothing to take out of a calendar."""
_TOLD_WHOLE = (*ENDS_SESSIONS, *PLANS_AGAIN)
"""Whoever else heard that one of these was called off, their reader may not have: only this letter tells them."""


@dataclass(frozen=True)
class Known:
    """customers: of a process, its organisation and department. supervisors: of a process. sessions: by their ids.

    first_days: of a process and who has joined it later, from when on its sessions are theirs. held: of a process and
    a supervisor of several, the days whose sessions are theirs. told: of a process and a reader, what was sent of it.
    as_agreed: processes whose sessions all are where the contract says. renewed: of a process that goes on from
    another, that one's number. last_days: of supervisors who leave the house. alone: of a process, and who acts for
    its customer and is the only one to take part.
    """

    customers: Mapping[UUID, tuple[UUID, UUID | None]]
    supervisors: Mapping[UUID, UUID]
    sessions: Mapping[UUID, KnownSession]
    first_days: Mapping[tuple[UUID, UUID], date] = field(default_factory=dict)
    held: Mapping[tuple[UUID, UUID], Sequence[tuple[date, date]]] = field(default_factory=dict)
    told: Mapping[tuple[UUID, UUID], Told] = field(default_factory=dict)
    as_agreed: Collection[UUID] = ()
    renewed: Mapping[UUID, str] = field(default_factory=dict)
    last_days: Mapping[UUID, date] = field(default_factory=dict)
    alone: Collection[tuple[UUID, UUID]] = ()

    def supervises(self, notice: Any) -> bool:
        """Whether the row's reader is the process's supervisor, or stands in: they have another door than the
        customer's people.
        """
        if notice.person_id is None:
            return False
        own = self.supervisors.get(notice.process_id) == notice.person_id
        return own or (notice.process_id, notice.person_id) in self.held

    def party_word(self, notice: Any, party: str) -> str:
        """Of a party that a letter names: who is the customer and the only one to take part is no two of them, but for
        who signs, for the one and then for the other.
        """
        one_of_two = party in (Party.COMMISSIONER, Party.SUPERVISEE)
        is_one = notice.process_id in {process_id for process_id, _ in self.alone}
        return "customer" if one_of_two and is_one and KINDS[notice.kind].why != "signer" else party

    def supervisor_on(self, process_id: UUID, day: date | None, told_on: date) -> UUID | None:
        """Whose that day's sessions are; no day: the process's own, or once they have left who holds it on told_on.

        None where that is nobody: who has left holds nothing, and nobody may have come in their place.
        """
        own = self.supervisors.get(process_id)
        if day is None and not self._has_left(own, told_on):
            return own
        that_day = day or told_on
        holding = (
            person_id
            for (held, person_id), days in self.held.items()
            if held == process_id and any(first <= that_day <= last for first, last in days)
        )
        found = next(holding, own)
        return None if self._has_left(found, that_day) else found

    def _has_left(self, person_id: UUID | None, day: date) -> bool:
        return person_id is not None and self.last_days.get(person_id, date.max) < day

    def plan(self, notice: Any) -> list[KnownSession]:
        """The sessions that a row tells of as they stand now, or as its reader was told them, by their beginning.

        Without what was before their reader's first day, what another supervisor holds by now, and what was called off,
        unless that is what it tells of; of that, what has ever reached its reader.
        """
        begins = self.first_days.get((notice.process_id, notice.person_id), date.min)
        known = [
            _as_told(self.sessions[one], times)
            for one, times in zip(_planned(notice), _times(notice), strict=False)
            if one in self.sessions
        ]
        found = [one for one in known if local_date(one.starts_at) >= begins]
        told = found if notice.kind in _TOLD_WHOLE else [one for one in found if not one.cancelled]
        if notice.kind in BRINGS_PLAN:
            told = [one for one in told if self._holds(notice, one.starts_at)]
        told = [one for one in told if not self._never_reached(notice, one)]
        return sorted(told, key=lambda one: one.starts_at)

    def calls_off_nothing(self, notice: Any) -> bool:
        """Whether the row calls off a session that its reader has never been told of."""
        told = self.told.get((notice.process_id, notice.person_id))
        if notice.kind != LetterKind.SESSION_CANCELLED or told is None:
            return False
        return told.never(notice.facts["session_id"], notice.facts["calendar_uid"])

    def _never_reached(self, notice: Any, session: KnownSession) -> bool:
        over = notice.kind in ENDS_SESSIONS or session.cancelled or str(session.session_id) in _gone(notice)
        told = self.told.get((notice.process_id, notice.person_id))
        return over and told is not None and told.never(session.session_id, session.calendar_uid)

    def _holds(self, notice: Any, starts_at: datetime) -> bool:
        days = self.held.get((notice.process_id, notice.person_id))
        return days is None or any(first <= local_date(starts_at) <= last for first, last in days)


async def known_of(connection: AsyncConnection, notices: Sequence[Any]) -> Known:
    about = {"ids": list({notice.process_id for notice in notices if notice.process_id})}
    wanted = {one for notice in notices for one in _planned(notice)}
    processes = (await connection.execute(_PROCESSES, about)).all()
    by_role: dict[str, list[Any]] = {one: [] for one in _ROLES}
    for row in await connection.execute(_PARTIES, about):
        by_role[row.role].append(row)
    return Known(
        {
            one.process_id: (one.organisation_id, one.department_id)
            for one in processes
            if one.organisation_id
        },
        {row.process_id: row.person_id for row in by_role["supervisor"]},
        await _sessions(connection, wanted),
        {
            (row.process_id, row.person_id): row.from_day
            for row in by_role[ATTENDEE]
            if row.from_day > date.min
        }
        if wanted
        else {},
        _by_days(by_role[HOLDS]),
        await _told(connection, [one for one in notices if one.kind in _TAKES_OUT]),
        {one.process_id for one in processes if not one.may_be_elsewhere},
        {one.process_id: one.renewed_number for one in processes if one.renewed_number},
        {row.person_id: row.last_day for rows in by_role.values() for row in rows if row.last_day},
        _alone(by_role),
    )


def _alone(by_role: Mapping[str, Sequence[Any]]) -> set[tuple[UUID, UUID]]:
    holds = {(row.process_id, row.person_id) for role in ("supervisor", HOLDS) for row in by_role[role]}
    members: dict[UUID, set[UUID]] = {}
    for row in by_role[ATTENDEE]:
        if not row.has_left and (row.process_id, row.person_id) not in holds:
            members.setdefault(row.process_id, set()).add(row.person_id)
    named = by_role["contact"]
    return {
        (row.process_id, row.person_id) for row in named if members.get(row.process_id) == {row.person_id}
    }


async def _sessions(connection: AsyncConnection, wanted: Collection[UUID]) -> dict[UUID, KnownSession]:
    if not wanted:
        return {}
    rows = await connection.execute(sa.select(_session).where(among(_session.c.session_id, wanted)))
    return {row.session_id: KnownSession(**row._mapping) for row in rows}


def _by_days(parties: Iterable[Any]) -> dict[tuple[UUID, UUID], list[tuple[date, date]]]:
    found: dict[tuple[UUID, UUID], list[tuple[date, date]]] = {}
    for one in parties:
        days = (one.from_day, one.until_day or date.max)
        found.setdefault((one.process_id, one.person_id), []).append(days)
    return found


async def _told(connection: AsyncConnection, notices: Sequence[Any]) -> dict[tuple[UUID, UUID], Told]:
    """Of the letters about sessions to these readers, in these processes."""
    readers = {one.person_id for one in notices if one.person_id and one.process_id}
    if not readers:
        return {}
    rows = sa.select(_notice).where(
        among(_notice.c.process_id, {one.process_id for one in notices if one.process_id}),
        among(_notice.c.person_id, readers),
        among(_notice.c.kind, TELL_OF_SESSIONS),
    )
    found: dict[tuple[UUID, UUID], Told] = {}
    about_to_go = {one.notice_id for one in notices}
    for row in await connection.execute(rows):
        if row.notice_id not in about_to_go:
            found.setdefault((row.process_id, row.person_id), Told()).take(row)
    return found


def _gone(notice: Any) -> set[str]:
    return {one.partition("=")[0] for one in notice.facts.get("gone", "").split()}


def _planned(notice: Any) -> list[UUID]:
    """Of the whole plan, or of what of it is no longer its reader's."""
    if notice.kind not in (*BRINGS_PLAN, *ENDS_SESSIONS, *PLANS_AGAIN):
        return []
    return [UUID(one) for one in notice.facts.get("session_ids", "").split()]


def _times(notice: Any) -> Iterator[str | None]:
    """When each of them begins, as its reader was told; none where they are told what holds now."""
    told = notice.facts.get("told_times", "").split()
    return iter(told) if told else repeat(None)


def _as_told(session: KnownSession, starts_at: str | None) -> KnownSession:
    if starts_at is None:
        return session
    begins = datetime.fromisoformat(starts_at)
    ends_at = begins + (session.ends_at - session.starts_at)
    return KnownSession(**session.model_dump() | {"starts_at": begins, "ends_at": ends_at})
