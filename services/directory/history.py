"""What was changed in the register's entries, by whom, from what to what: written with the change, never altered."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, get_args
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.directory.rights import authority
from services.directory.tables import Department, EntryAlteration, Organisation, Person, Relation, Supervisor
from services.messages import directory as messages
from services.messages.policy import Right
from services.runtime.commands.refusal import Refusal
from services.runtime.commands.sizes import fitting
from services.runtime.policy import Belongs
from services.runtime.storage.database import counted

AT_MOST = 500
_OF_INVOICING = {
    "electronic_address",
    "operator",
    "channels",
    "payment_days",
    "grouping",
    "timing",
    *messages.REFERENCES,
}
Entry = Organisation | Department | Supervisor | Person


def facts_of(entry: Entry) -> dict[str, str]:
    """What of it has a history, as text: the address as one, lists with commas."""
    facts = entry.model_dump(mode="json", include=set(get_args(messages.EntryField)))
    told = {name: _text(value) for name, value in facts.items()}
    if isinstance(entry, Organisation | Department):
        parts = (entry.street, f"{entry.postal_code or ''} {entry.town or ''}", entry.country)
        told["address"] = ", ".join(part.strip() for part in parts if part and part.strip())
        told |= _invoicing(entry.invoicing)
    return told


def _invoicing(kept: Mapping[str, Any] | None) -> dict[str, str]:
    facts = messages.Invoicing.model_validate(kept or {})
    told = {name: _text(value) for name, value in facts.model_dump(include=_OF_INVOICING).items()}
    required = [one for one in messages.REFERENCES if getattr(facts, f"{one}_required")]
    return told | {"required_references": _text(required)}


async def note(
    db: AsyncSession,
    entry: Entry,
    before: Mapping[str, str],
    by: UUID | None,
    at: datetime,
    reason: str = "",
) -> None:
    """A line for each fact that is other than before; before: of `facts_of`, taken ahead of the change."""
    kind, entry_id = named(entry)
    for name, after in facts_of(entry).items():
        if after != before[name]:
            line = EntryAlteration(
                kind=kind,
                entry_id=entry_id,
                field=name,
                before=before[name],
                after=after,
                reason=reason,
                by=by,
                at=at,
            )
            db.add(line)


async def reason_of(db: AsyncSession, entry: Entry, field: str) -> str:
    """With which it last became what it is; empty for none."""
    kind, entry_id = named(entry)
    mine = select(EntryAlteration.reason).where(
        EntryAlteration.kind == kind, EntryAlteration.entry_id == entry_id, EntryAlteration.field == field
    )
    return (await db.exec(mine.order_by(col(EntryAlteration.id).desc()).limit(1))).first() or ""


def named(entry: Entry) -> tuple[messages.EntryKind, UUID]:
    match entry:
        case Organisation():
            return "organisation", entry.organisation_id
        case Department():
            return "department", entry.department_id
        case Supervisor():
            return "supervisor", entry.supervisor_id
        case Person():
            return "person", entry.person_id


async def of_entry(db: AsyncSession, query: messages.ListEntryHistory) -> messages.EntryHistory:
    """Refuses: unknown_entry."""
    entry = await find(db, query.kind, query.entry_id)
    if not await may_read(db, entry, query.asked_by):
        raise unknown()
    mine = select(EntryAlteration).where(
        EntryAlteration.kind == query.kind, EntryAlteration.entry_id == query.entry_id
    )
    count = await counted(db, mine)
    latest_first = await db.exec(mine.order_by(col(EntryAlteration.id).desc()).limit(AT_MOST))
    of_ours = await authority.may(db, query.asked_by, "manage_people", Belongs())
    changes = [messages.EntryChange.model_validate(one.model_dump()) for one in latest_first]
    told = changes if of_ours else [one.model_copy(update={"reason": ""}) for one in changes]
    return messages.EntryHistory(changes=fitting(told), count=count)


async def find(db: AsyncSession, kind: messages.EntryKind, entry_id: UUID, *, lock: bool = False) -> Any:
    """Refuses: unknown_entry."""
    tables: dict[messages.EntryKind, type[Entry]] = {
        "organisation": Organisation,
        "department": Department,
        "supervisor": Supervisor,
        "person": Person,
    }
    entry = await db.get(tables[kind], entry_id, with_for_update=True if lock else None)
    if entry is None:
        raise unknown()
    return entry


async def may_read(db: AsyncSession, entry: Entry, who: UUID) -> bool:
    """Who may change it."""
    match entry:
        case Organisation():
            where = Belongs(organisation_id=entry.organisation_id)
            return await authority.may(db, who, "manage_invoicing", where)
        case Department():
            where = Belongs(organisation_id=entry.organisation_id, department_id=entry.department_id)
            return await authority.may(db, who, "manage_invoicing", where)
        case Supervisor():
            return await authority.may(db, who, "manage_supervisors", Belongs())
        case Person():
            return who == entry.person_id or await authority.may(
                db, who, await right_to_name(db, entry), Belongs()
            )


async def right_to_name(db: AsyncSession, person: Person) -> Right:
    """Of who has power over others, an administrator's."""
    return "correct_staff_name" if await is_ours(db, person.person_id) else "correct_name"


async def is_ours(db: AsyncSession, person_id: UUID) -> bool:
    """Staff, or a supervisor."""
    ours = select(Relation).where(Relation.person_id == person_id, col(Relation.organisation_id).is_(None))
    if (await db.exec(ours)).first():
        return True
    return await db.get(Supervisor, person_id) is not None


def unknown() -> Refusal:
    return Refusal("unknown_entry", "entry_id")


def _text(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(value)
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
