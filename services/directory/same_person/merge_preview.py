"""Two entries side by side, for who decides whether they are one person's."""

from typing import Any

import sqlalchemy as sa
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.directory import passkeys, people
from services.directory.customers import organisations
from services.directory.rights import authority, relations
from services.directory.same_person import merge_faults
from services.directory.tables import Credential, Person, Supervisor
from services.messages import directory as messages
from services.messages.intake import PersonPart
from services.runtime.commands.refusal import Refusal
from services.runtime.policy import Belongs


async def preview(
    db: AsyncSession, query: messages.PreviewMerge, parts: list[PersonPart]
) -> messages.MergePreview:
    """parts: what both are in processes. Refuses: unknown_person, not_yours_to_merge."""
    if not await authority.may(db, query.asked_by, "merge_people", Belongs()):
        raise Refusal("not_yours_to_merge", "asked_by")
    kept, absorbed = await people.find(db, query.kept_id), await people.find(db, query.absorbed_id)
    faults = await merge_faults.of(db, kept, absorbed, query.asked_by, query.as_of, parts)
    return messages.MergePreview(
        kept=await _entry(db, kept), absorbed=await _entry(db, absorbed), faults=faults
    )


async def _entry(db: AsyncSession, person: Person) -> messages.Entry:
    who = person.person_id
    own = await organisations.known_by(db, messages.FindOrganisation(person_id=who))
    roles = await relations.cards_of(db, [who], sa.true())
    keys = await passkeys.of_person(db, who)
    facts: dict[str, Any] = people.full_card(person).model_dump()
    return messages.Entry(
        **facts,
        registered_at=person.registered_at,
        relations=roles.get(who, []),
        credentials=await _credentials(db, person),
        is_customer=own is not None,
        passkeys=len(keys.passkeys),
    )


async def _credentials(db: AsyncSession, person: Person) -> dict[str, Any] | None:
    if await db.get(Supervisor, person.person_id) is None:
        return None
    theirs = await db.exec(select(Credential).where(Credential.supervisor_id == person.person_id))
    return {one.kind: one.valid_until for one in theirs}
