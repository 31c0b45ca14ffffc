"""One person's two entries become one: the one that goes is taken over by the one that stays."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from uuid6 import uuid7

from services.directory import people
from services.directory.customers import admissions, organisations
from services.directory.rights import authority
from services.directory.same_person import merge_faults
from services.directory.tables import FormerAddress, MergedEntry, Passkey, Person, metadata
from services.messages import directory as messages
from services.messages.intake import PersonPart
from services.runtime.commands.refusal import Refusal
from services.runtime.commands.sizes import fitting
from services.runtime.events.announcing import announce
from services.runtime.policy import Belongs
from services.runtime.same_person.taking_over import hold, take_over
from services.runtime.storage.database import execute


async def merge(
    db: AsyncSession, order: messages.MergePeople, parts: Sequence[PersonPart]
) -> messages.PersonCard:
    """parts: what both are in processes. Refuses: as MergePeople."""
    await hold(db)
    kept = await people.find(db, order.kept_id)
    if order.kept_id == order.absorbed_id:  # as the order is read once they are one
        await _check_same(db, order)
        return people.full_card(kept)
    absorbed = await people.find(db, order.absorbed_id)
    if faults := await merge_faults.of(db, kept, absorbed, order.merged_by, order.as_of, parts):
        raise Refusal(faults[0], "absorbed_id")
    if order.absorbed_email.lower() != absorbed.email:
        raise Refusal("address_not_theirs", "absorbed_email", "is not the address of the entry that goes")
    entry = _as_it_was(absorbed, order)
    kept.accepted_at, kept.named_by = kept.accepted_at or order.as_of, None
    await execute(db, sa.delete(Passkey).where(col(Passkey.person_id) == order.absorbed_id))
    await db.flush()
    await take_over(db, metadata, order.kept_id, order.absorbed_id, but=["person"])
    await db.delete(await people.find(db, order.absorbed_id))
    db.add(entry)
    db.add(_its_address(entry))
    await db.flush()
    kept = await people.find(db, order.kept_id)
    await organisations.call_private(db, kept, order.merged_by, order.as_of)
    await admissions.let_in_who_acts(db, order.kept_id, order.merged_by, order.as_of)
    facts = order.model_dump(include={"kept_id", "absorbed_id", "merged_by"})
    await announce(db, messages.PersonsMerged(merge_id=entry.merge_id, merged_at=order.as_of, **facts))
    return people.full_card(kept)


async def entries_of(db: AsyncSession, query: messages.ListMergedEntries) -> messages.MergedEntries:
    """Refuses: unknown_person."""
    if not await authority.may(db, query.asked_by, "merge_people", Belongs()):
        raise Refusal("unknown_person", "person_id")
    theirs = select(MergedEntry).where(MergedEntry.person_id == query.person_id)
    latest_first = theirs.order_by(col(MergedEntry.merged_at).desc(), col(MergedEntry.merge_id).desc())
    found = [messages.MergedEntry(**one.model_dump()) for one in await db.exec(latest_first)]
    return messages.MergedEntries(entries=fitting(found))


async def _check_same(db: AsyncSession, order: messages.MergePeople) -> None:
    """Read after they are one, the other way round names the same two: its address is of the entry that stayed."""
    gone = select(MergedEntry.email).where(MergedEntry.person_id == order.kept_id)
    if order.absorbed_email.lower() not in (await db.exec(gone)).all():
        raise Refusal("merged_already", "absorbed_id", "is the entry that stayed, or one with it")


def _as_it_was(absorbed: Person, order: messages.MergePeople) -> MergedEntry:
    told: dict[str, Any] = absorbed.model_dump(
        include={"given_name", "family_name", "email", "registered_at"}
    )
    return MergedEntry(
        merge_id=uuid7(),
        person_id=order.kept_id,
        merged_by=order.merged_by,
        merged_at=order.as_of,
        **told,
    )


def _its_address(entry: MergedEntry) -> FormerAddress:
    return FormerAddress(
        change_id=entry.merge_id,
        person_id=entry.person_id,
        email=entry.email,
        until=entry.merged_at,
        changed_by=entry.merged_by,
    )
