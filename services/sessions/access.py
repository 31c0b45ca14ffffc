"""To whom a process and each of its sessions belong, on the day in question, and whom it is out of reach of."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.messages.values import Viewer
from services.runtime.commands.refusal import Refusal
from services.runtime.finland import HELSINKI, ONE_DAY, local_date
from services.runtime.policy import Belongs, Owners, reaches
from services.sessions import contract_facts
from services.sessions.contract_facts import in_force
from services.sessions.members import roster
from services.sessions.tables import Agreement, GroupMember, Representative, Session, SupervisionProcess

_DAY: Any = sa.cast(sa.func.timezone(HELSINKI.key, col(Session.starts_at)), sa.Date)
"""A session's day, in Helsinki."""

OWNERS = Owners(
    organisation_id=col(SupervisionProcess.organisation_id),
    department_id=col(SupervisionProcess.department_id),
    is_member=lambda person_id: roster.is_member(col(Session.process_id), person_id, _DAY),
    supervisor_id=col(Session.supervisor_id),
)
"""Of sessions joined with their process: what `Process.session` says of one."""


class Process:
    """A process's whole history: its agreements, its roster, and to whom it belongs on a day."""

    def __init__(
        self,
        process: SupervisionProcess,
        versions: Sequence[Agreement],
        members: Sequence[GroupMember],
        named: Sequence[Representative] = (),
    ) -> None:
        self.organisation_id = process.organisation_id
        self.department_id = process.department_id
        self.versions = versions
        self._roster = members
        self._named = named

    def agreement(self, on: date) -> Agreement:
        return in_force(self.versions, on)

    def members(self, on: date) -> list[UUID]:
        return roster.on_day(self._roster, on)

    def representative(self, on: date) -> UUID | None:
        """Who acts for the group; none where the one who signs for it is no member any more."""
        signs = self.signer(on)
        return signs if signs in self.members(on) else None

    def signer(self, on: date) -> UUID:
        """Whom the contract in force on the day names, or the members have named since."""
        agreement = self.agreement(on)
        since = date.min if agreement is self.versions[0] else agreement.effective_from
        named = [one.person_id for one in self._named if since <= one.from_day <= on]
        return named[-1] if named else agreement.representative_id

    def supervises(self, person_id: UUID, today: date) -> bool:
        """Whose process it is on the day, or will be by what all members have consented to."""
        later = [one.supervisor_id for one in self.versions if one.effective_from > today]
        return person_id in (self.agreement(today).supervisor_id, *later)

    def next_representative(self, today: date) -> dict[str, Any]:
        """Who is to act for the group after today, and from when; empty where that is nobody else."""
        later = next((one for one in self._named if one.from_day > today), None)
        return {"next_representative_id": later.person_id, "next_from": later.from_day} if later else {}

    def signers_from(self, today: date) -> list[UUID]:
        """Who acts for the group today, and who is to from a later day on."""
        later = [one.person_id for one in self._named if one.from_day > today]
        return [self.signer(today), *later]

    def staying(self, today: date) -> list[UUID]:
        """Of the members of today those who go on."""
        return roster.on_day(self._roster, today + ONE_DAY)

    def coming(self, today: date) -> list[UUID]:
        """Who is a member on any day after today: those who go on, and those who are to join."""
        return roster.coming(self._roster, today + ONE_DAY)

    def takes_part(self, person_id: UUID, today: date) -> bool:
        """Today, or on a later day."""
        return person_id in roster.coming(self._roster, today)

    def first_day(self, person_id: UUID, today: date) -> date | None:
        """Of who is to join: from when on they are in the group."""
        ahead = [one.from_day for one in self._roster if one.person_id == person_id and one.from_day > today]
        return min(ahead, default=None)

    def belongs(self, on: date) -> Belongs:
        """What is about the whole process: to the supervisor with whom it is agreed on the day."""
        return self._belongs(self.members(on), self.agreement(on).supervisor_id, self.representative(on))

    def session(self, row: Session, today: date | None = None) -> Belongs:
        """One session: to its own supervisor, and to the members of its day; today: who acts for them then."""
        return self.held_by(row.supervisor_id, local_date(row.starts_at), today)

    def held_by(self, supervisor_id: UUID, day: date, today: date | None = None) -> Belongs:
        return self._belongs(self.members(day), supervisor_id, self.representative(today or day))

    def ever(self, viewer: Viewer) -> bool:
        """Whether the viewer has had to do with it on any day at all."""
        members = [one.person_id for one in self._roster]
        return any(reaches(viewer, self._belongs(members, one.supervisor_id)) for one in self.versions)

    def _belongs(
        self, members: Sequence[UUID], supervisor_id: UUID, representative_id: UUID | None = None
    ) -> Belongs:
        return Belongs(
            organisation_id=self.organisation_id,
            department_id=self.department_id,
            supervisee_ids=frozenset(members),
            supervisor_id=supervisor_id,
            representative_id=representative_id,
        )


async def find(db: AsyncSession, process_id: UUID) -> Process:
    """Refuses: unknown_process, also before its contract is signed."""
    return await _of(db, process_id, await contract_facts.versions(db, process_id))


async def with_trial(db: AsyncSession, process_id: UUID) -> Process:
    """The same, or as it is agreed for the trial while no contract is signed. Refuses: unknown_process."""
    return await _of(db, process_id, await contract_facts.with_trial(db, process_id))


async def of_session(db: AsyncSession, row: Session) -> Process:
    """As it is agreed for this one session. Refuses: unknown_process."""
    return await _of(db, row.process_id, await contract_facts.of_session(db, row))


_process_id = sa.bindparam("process_id", type_=sa.Uuid())
# In one question, as nearly everything begins with it. Nobody was named in most groups, and few are large.
_MINE = (
    select(SupervisionProcess, Representative, GroupMember)
    .select_from(SupervisionProcess)
    .outerjoin(Representative, col(Representative.process_id) == _process_id)
    .outerjoin(GroupMember, col(GroupMember.process_id) == _process_id)
    .where(col(SupervisionProcess.process_id) == _process_id)
    .order_by(col(Representative.from_day), col(GroupMember.from_day), col(GroupMember.place))
)


async def _of(db: AsyncSession, process_id: UUID, versions: Sequence[Agreement]) -> Process:
    rows = (await db.exec(_MINE, params={"process_id": process_id})).all()
    named = {one.from_day: one for _, one, _ in rows if one}
    members = {(one.person_id, one.from_day): one for _, _, one in rows if one}
    return Process(rows[0][0], versions, list(members.values()), list(named.values()))


async def reached(db: AsyncSession, process_id: UUID, viewer: Viewer | None) -> Process:
    """viewer: none, and a service asks. Refuses: unknown_process, also for those who never had to do with it."""
    return _reached(await find(db, process_id), viewer)


async def reached_with_trial(db: AsyncSession, process_id: UUID, viewer: Viewer | None) -> Process:
    """The same, also of a process whose contract is not signed. Refuses: unknown_process."""
    return _reached(await with_trial(db, process_id), viewer)


def _reached(process: Process, viewer: Viewer | None) -> Process:
    if viewer and not process.ever(viewer):
        raise Refusal("unknown_process", "process_id")
    return process


async def session_reached(db: AsyncSession, session_id: UUID, viewer: Viewer) -> tuple[Session, Process]:
    """Refuses: unknown_session, also for those out of whose reach it is."""
    row = await db.get(Session, session_id)
    row = None if row and row.status == "proposed" else row
    process = await of_session(db, row) if row else None
    if row is None or process is None or not reaches(viewer, process.session(row)):
        raise Refusal("unknown_session", "session_id")
    return row, process
