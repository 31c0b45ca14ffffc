"""Why two entries cannot become one: whoever merges gives nobody what they could not give otherwise."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.directory import history
from services.directory.customers import admissions
from services.directory.rights import authority
from services.directory.tables import Organisation, Person, Relation, Supervisor
from services.messages.directory import MergeFault, RelatePerson
from services.messages.intake import PersonPart
from services.messages.policy import Right
from services.runtime.commands.refusal import Refusal
from services.runtime.policy import Belongs
from services.runtime.storage.database import among


async def of(
    db: AsyncSession, kept: Person, absorbed: Person, by: UUID, at: datetime, parts: Sequence[PersonPart]
) -> list[MergeFault]:
    """In the order in which they are to be seen to. parts: what both are in processes."""
    ids = [kept.person_id, absorbed.person_id]
    faults: list[MergeFault] = ["own_entry"] if by in ids else []
    ours = [one for one in ids if await history.is_ours(db, one)]
    action: Right = "merge_staff" if ours else "merge_people"
    if not await authority.may(db, by, action, Belongs()):
        faults.append("not_yours_to_merge")
    supervises = {one.person_id for one in parts if one.part == "supervisor"}
    with_card = select(Supervisor.supervisor_id).where(among(Supervisor.supervisor_id, ids))
    cards = supervises | set((await db.exec(with_card)).all())
    if absorbed.person_id in cards:
        faults.append("two_cards" if len(cards) > 1 else "card_stays")
    customers = select(Organisation.person_id).where(among(Organisation.person_id, ids))
    if len((await db.exec(customers)).all()) > 1:
        faults.append("two_customers")
    if not await _may_give_all(db, kept.person_id, absorbed.person_id, by, at):
        faults.append("not_yours_to_give")
    return faults + in_one_process(parts)


def in_one_process(parts: Sequence[PersonPart]) -> list[MergeFault]:
    """What stands in the way where both entries have to do with the same process."""
    together: defaultdict[UUID, list[PersonPart]] = defaultdict(list)
    for one in parts:
        together[one.process_id].append(one)
    faults: list[MergeFault] = []
    for those in together.values():
        if len({one.person_id for one in those}) < 2:
            continue
        names = {one.part for one in those}
        members = {one.person_id for one in those if one.part == "member" and not (one.signed or one.ended)}
        if "supervisor" in names and len(names) > 1:
            faults.append("opposite_parts")
        if len(members) > 1:
            faults.append("members_not_signed")
    return list(dict.fromkeys(faults))


async def _may_give_all(db: AsyncSession, kept_id: UUID, absorbed_id: UUID, by: UUID, at: datetime) -> bool:
    """Each role of the entry that goes, which the one that stays has not got."""
    has = {_what(one) for one in await _roles(db, kept_id)}
    for one in await _roles(db, absorbed_id):
        if _what(one) in has:
            continue
        facts = one.model_dump(include={"relation", "organisation_id", "department_id"})
        order = RelatePerson(person_id=kept_id, given_by=by, as_of=at, **facts)
        where = Belongs(organisation_id=one.organisation_id, department_id=one.department_id)
        if not await authority.may(db, by, authority.right_to("give", one.relation), where):
            return False
        try:
            await admissions.check_turns(db, order)
        except Refusal:
            return False
    return True


async def _roles(db: AsyncSession, person_id: UUID) -> Sequence[Relation]:
    return (await db.exec(select(Relation).where(Relation.person_id == person_id))).all()


def _what(one: Relation) -> tuple[str, UUID | None, UUID | None]:
    return one.relation, one.organisation_id, one.department_id
