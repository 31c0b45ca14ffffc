"""An entry ends: it is named for nothing new, its roles end, and what was said and invoiced keeps it."""

from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.directory import history
from services.directory.rights import authority
from services.directory.tables import Department, Organisation, Relation, Supervisor
from services.messages import directory as messages
from services.messages.billing import ListDraftItems
from services.messages.intake import InquiryCard, InquiryStatus, ListInquiries
from services.messages.policy import Right
from services.messages.values import Role, Viewer
from services.runtime.commands.asking import Asker
from services.runtime.commands.parts import all_parts
from services.runtime.commands.refusal import Refusal
from services.runtime.events.announcing import announce
from services.runtime.finland import local_date
from services.runtime.policy import Belongs

_OVER = {
    InquiryStatus.REDIRECTED,
    InquiryStatus.DECLINED,
    InquiryStatus.EXPIRED,
    InquiryStatus.WITHDRAWN,
}
Ended = Organisation | Department | Supervisor
_RIGHTS: dict[messages.EntryKind, Right] = {
    "organisation": "close_customer",
    "department": "close_customer",
    "supervisor": "manage_supervisors",
}


async def find(db: AsyncSession, order: messages.EndEntry | messages.ReopenEntry, by: UUID) -> Ended:
    """Locked. Refuses: unknown_entry, not_yours_to_end_entry."""
    entry: Ended = await history.find(db, order.kind, order.entry_id, lock=True)
    if not await authority.may(db, by, _RIGHTS[order.kind], Belongs()):
        raise Refusal("not_yours_to_end_entry", "entry_id")
    return entry


async def refuse_if_needed(ask: Asker, entry: Ended) -> None:
    """What still hangs on it. Refuses: processes_open, items_open."""
    viewer = _as_whose(entry)
    parts = await all_parts(ask, ListInquiries(viewer=viewer))
    if any(is_open(one) for part in parts for one in part.inquiries):
        raise Refusal("processes_open", "entry_id")
    if viewer.role is Role.COMMISSIONER and (await ask(ListDraftItems(viewer=viewer))).count:
        raise Refusal("items_open", "entry_id")


async def end(db: AsyncSession, entry: Ended, order: messages.EndEntry) -> None:
    """Once. Refuses: already_ended (for another reason)."""
    reason = order.reason.strip()
    if entry.ended_on:
        if await history.reason_of(db, entry, "ended_on") != reason:
            raise Refusal("already_ended", "reason", "was given otherwise")
        return
    before = history.facts_of(entry)
    entry.ended_on = local_date(order.as_of)
    await history.note(db, entry, before, order.ended_by, order.as_of, reason)
    if not isinstance(entry, Supervisor):
        await _end_roles(db, entry, order.ended_by)


async def reopen(db: AsyncSession, entry: Ended, order: messages.ReopenEntry) -> None:
    """Refuses: organisation_ended, of a department."""
    if isinstance(entry, Department):
        await refuse_ended(db, entry.organisation_id)
    leaves = isinstance(entry, Supervisor) and entry.leaves_on is not None
    if entry.ended_on or leaves:
        before = history.facts_of(entry)
        entry.ended_on = None
        if isinstance(entry, Supervisor):
            entry.leaves_on = None
            await announce(db, messages.SupervisorLeaves(supervisor_id=entry.supervisor_id, last_day=None))
        await history.note(db, entry, before, order.reopened_by, order.as_of, order.reason.strip())


async def refuse_ended(
    db: AsyncSession, organisation_id: UUID | None, department_id: UUID | None = None
) -> None:
    """What is named for something new does not end until the commit. Refuses: organisation_ended, department_ended."""
    held = {"read": True}
    organisation = (
        await db.get(Organisation, organisation_id, with_for_update=held) if organisation_id else None
    )
    if organisation and organisation.ended_on:
        raise Refusal("organisation_ended", "organisation_id")
    department = await db.get(Department, department_id, with_for_update=held) if department_id else None
    if department and department.ended_on:
        raise Refusal("department_ended", "department_id")


async def _end_roles(db: AsyncSession, entry: Organisation | Department, by: UUID) -> None:
    """Everybody's in it; each is told by a letter, and nobody else, for there is nobody left to be."""
    theirs = select(Relation).where(Relation.organisation_id == entry.organisation_id)
    if isinstance(entry, Department):
        theirs = theirs.where(Relation.department_id == entry.department_id)
    for one in (await db.exec(theirs.order_by(col(Relation.id)))).all():
        facts = one.model_dump(include={"person_id", "relation", "organisation_id", "department_id"})
        await db.delete(one)
        await db.flush()
        await announce(db, messages.PersonUnrelated(**facts, by=by, told=[]))


def _as_whose(entry: Ended) -> Viewer:
    """As whom what hangs on it is asked for: whoever would see it all, and nobody's own."""
    match entry:
        case Organisation():
            return _customer(entry.organisation_id, None)
        case Department():
            return _customer(entry.organisation_id, entry.department_id)
        case Supervisor():
            return Viewer(person_id=entry.supervisor_id, role=Role.SUPERVISOR)


def _customer(organisation_id: UUID, department_id: UUID | None) -> Viewer:
    return Viewer(
        person_id=organisation_id,
        role=Role.COMMISSIONER,
        organisation_id=organisation_id,
        department_id=department_id,
    )


def is_open(one: InquiryCard) -> bool:
    return not (one.ended or one.status in _OVER)
