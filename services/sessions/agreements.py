"""What was agreed about a process's sessions: kept from the signed contract, who belongs to it, who reaches it."""

from typing import Any
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.messages.contracts import Parties, Terms
from services.messages.promises import Promises
from services.messages.values import Viewer
from services.runtime.database import execute
from services.runtime.policy import Belongs, Owners, reaches
from services.runtime.refusal import Refusal
from services.sessions.tables import Agreement

OWNERS = Owners(
    organisation_id=col(Agreement.organisation_id),
    supervisee_ids=col(Agreement.supervisee_ids),
    supervisor_id=col(Agreement.supervisor_id),
)


async def keep(db: AsyncSession, process_id: UUID, terms: Terms, parties: Parties) -> None:
    """The agreement of a signed contract; nothing when it is there already."""
    row = facts(process_id, terms, parties)
    await execute(db, insert(Agreement).values(row).on_conflict_do_nothing())


def facts(process_id: UUID, terms: Terms, parties: Parties) -> dict[str, Any]:
    """The agreement's columns."""
    wanted = {"organisation_id", "starts_on", "ends_on", "duration_minutes", "base_interval_days", "language"}
    return {
        "process_id": process_id,
        "format": terms.audience.session_format,
        "promises": terms.promises.model_dump(),
        **terms.model_dump(include=wanted),
        **parties.model_dump(),
    }


def promises_of(agreement: Agreement) -> Promises:
    """What the provider promised to this process."""
    return Promises.model_validate(agreement.promises)


async def find(db: AsyncSession, process_id: UUID) -> Agreement:
    """Refuses: unknown_process."""
    agreement = await db.get(Agreement, process_id)
    if agreement is None:
        raise Refusal("unknown_process", "process_id")
    return agreement


async def reached(db: AsyncSession, process_id: UUID, viewer: Viewer | None) -> Agreement:
    """viewer: none, and a service asks. Refuses: unknown_process, also for those out of whose reach it is."""
    agreement = await find(db, process_id)
    if viewer and not reaches(viewer, belongs(agreement)):
        raise Refusal("unknown_process", "process_id")
    return agreement


async def locked(db: AsyncSession, process_id: UUID) -> Agreement:
    """The same, and nobody else changes this process's series, goals or reviews until the commit."""
    mine = select(Agreement).where(Agreement.process_id == process_id).with_for_update()
    agreement = (await db.exec(mine.execution_options(populate_existing=True))).first()
    if agreement is None:
        raise Refusal("unknown_process", "process_id")
    return agreement


def belongs(agreement: Agreement) -> Belongs:
    """To whom everything of this process belongs."""
    return Belongs(
        organisation_id=agreement.organisation_id,
        supervisee_ids=frozenset(agreement.supervisee_ids),
        supervisor_id=agreement.supervisor_id,
    )


def refuse_unless_supervisee(agreement: Agreement, person_id: UUID, field: str) -> None:
    """Refuses: not_a_member."""
    if person_id not in agreement.supervisee_ids:
        raise Refusal("not_a_member", field)


def refuse_unless_member(agreement: Agreement, person_id: UUID, field: str) -> None:
    """Members are the supervisees and the supervisor. Refuses: not_a_member."""
    if person_id != agreement.supervisor_id and person_id not in agreement.supervisee_ids:
        raise Refusal("not_a_member", field)
