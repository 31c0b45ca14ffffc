"""Departments of organisations, known by their name within one, with an address and invoicing data of their own."""

from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.directory import ending, history
from services.directory.customers import invoice_addresses, organisations
from services.directory.ordering import in_order
from services.directory.rights import authority
from services.directory.tables import Department
from services.messages import directory as messages
from services.messages.values import Address, Viewer
from services.runtime.commands.refusal import Refusal
from services.runtime.events.announcing import announce
from services.runtime.policy import Belongs, Owners, reached_rows, reaches
from services.runtime.provider import standing
from services.runtime.storage.database import take_in

MOST = 200
"""Departments of one organisation, ended or not: a page shows them all. Our decision: a large city's branches fit."""
_OWN = (*Address.model_fields, "invoice_email")
_NO_FACTS = {"department_id", "address", "changed_by", "as_of", "seen"}
_OWNERS = Owners(organisation_id=col(Department.organisation_id), department_id=col(Department.department_id))


async def register(db: AsyncSession, order: messages.RegisterDepartment) -> Department:
    """The organisation's department of this name, new or as it already stands where that is the same.

    Refuses: unknown_organisation, organisation_ended, too_many, department_exists, department_ended.
    """
    await organisations.find_to_manage(db, order.organisation_id, order.registered_by)
    await ending.refuse_ended(db, order.organisation_id)
    facts = order.model_dump(exclude={"department_id", "address", "registered_by", "as_of"})
    facts |= order.address.model_dump() if order.address else {}
    if known := await _named(db, order.organisation_id, order.name):
        _check_same(known, facts)
        return known
    await _refuse_more(db, order.organisation_id)
    department = Department(department_id=order.department_id, **facts, registered_at=order.as_of)
    db.add(department)
    await db.flush()
    await announce(db, messages.DepartmentRegistered(**_told(department)))
    return department


def _check_same(known: Department, facts: dict[str, object]) -> None:
    """Refuses: department_ended, department_exists."""
    if known.ended_on:
        raise Refusal("department_ended", "name")
    own = {name: facts.get(name) for name in _OWN}
    if any(getattr(known, name) != value for name, value in own.items()):
        raise Refusal("department_exists", "name", "is another department's")


async def _refuse_more(db: AsyncSession, organisation_id: UUID) -> None:
    """Refuses: too_many."""
    there = select(sa.func.count()).where(Department.organisation_id == organisation_id)
    if (await db.exec(there)).one() >= MOST:
        raise Refusal("too_many", "name", f"are {MOST} departments already")


async def change(db: AsyncSession, order: messages.ChangeDepartment) -> Department:
    """Says so only where something is other than it was.

    Refuses: unknown_department, department_name_taken, set_meanwhile.
    """
    await standing.hold(db, f"entry {order.department_id}")
    department = await find_for(db, order.department_id, None)
    if not await authority.may(db, order.changed_by, "manage_organisation", _belongs(department)):
        raise _unknown()
    facts = order.model_dump(exclude=_NO_FACTS, exclude_none=True)
    facts |= order.address.model_dump() if order.address else {}
    if order.name and await _named(db, department.organisation_id, order.name) not in (None, department):
        raise Refusal("department_name_taken", "name", "is another department's")
    if any(getattr(department, field) != value for field, value in facts.items()):
        standing.check_seen(order.seen, card(department).mark)
        whole = await organisations.find(db, department.organisation_id)
        before, went_to = history.facts_of(department), invoice_addresses.sent_to(whole, department)
        take_in(department, facts)
        await history.note(db, department, before, order.changed_by, order.as_of)
        await invoice_addresses.tell(db, whole, department, went_to, order.changed_by, order.as_of)
        await announce(db, changed(department))
    return department


def changed(department: Department) -> messages.DepartmentChanged:
    return messages.DepartmentChanged.model_validate(
        _told(department) | {"at_end": organisations.at_end(department.invoicing)}
    )


async def find_for(db: AsyncSession, department_id: UUID, viewer: Viewer | None) -> Department:
    """viewer: none where a service asks. Refuses: unknown_department (also one out of the viewer's reach)."""
    department = await db.get(Department, department_id)
    if department is None:
        raise _unknown()
    if viewer and not reaches(viewer, _belongs(department)):
        raise _unknown()
    return department


async def check_belongs(db: AsyncSession, department_id: UUID, organisation_id: UUID | None) -> None:
    """Refuses: unknown_department, also for one of another organisation."""
    if (await find_for(db, department_id, None)).organisation_id != organisation_id:
        raise _unknown()


async def of_organisation(
    db: AsyncSession, organisation_id: UUID, viewer: Viewer | None
) -> list[messages.DepartmentCard]:
    """By name, as Finnish and Swedish have it; viewer: none where a service asks."""
    in_reach = reached_rows(viewer, _OWNERS) if viewer else sa.true()
    found = await db.exec(
        select(Department)
        .where(Department.organisation_id == organisation_id, in_reach)
        .order_by(*in_order(Department.name, "fi"), col(Department.department_id))
    )
    return [card(department) for department in found]


def card(department: Department) -> messages.DepartmentCard:
    facts = department.model_dump()
    mark = standing.mark_of([facts[name] for name in ("name", *_OWN)])
    return messages.DepartmentCard(address=_address(department), mark=mark, **facts)


def _address(department: Department) -> Address | None:
    if department.street is None:
        return None
    return Address(**department.model_dump(include=set(Address.model_fields)))


def _belongs(department: Department) -> Belongs:
    return Belongs(organisation_id=department.organisation_id, department_id=department.department_id)


async def _named(db: AsyncSession, organisation_id: UUID, name: str) -> Department | None:
    same = select(Department).where(Department.organisation_id == organisation_id, Department.name == name)
    return (await db.exec(same)).first()


def _told(department: Department) -> dict[str, object]:
    return department.model_dump(include={"organisation_id", "department_id", "name"})


def _unknown() -> Refusal:
    return Refusal("unknown_department", "department_id")
