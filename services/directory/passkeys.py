"""Passkeys: the public halves of the keys with which people sign in, and the guard against a copied device."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.directory import people
from services.directory.proving import ending, marks
from services.directory.proving.giving import door_in_hand
from services.directory.rights import authority
from services.directory.tables import Passkey
from services.messages import directory as messages
from services.runtime.commands.proving import proof_in_hand
from services.runtime.commands.refusal import Refusal
from services.runtime.commands.viewing import is_at_portal
from services.runtime.logs import log
from services.runtime.policy import Belongs
from services.runtime.proofs.people import Door

DOORS: tuple[Door, ...] = ("portal", "console")
MOST = 20
"""Passkeys of one person: more than they have devices."""


async def keep(db: AsyncSession, order: messages.KeepPasskey) -> None:
    """From now on it opens the door at which it is made, and no code does.

    Refuses: unknown_person, passkey_taken, too_many, passkey_needed (they came in by a code, and have one).
    """
    await people.find(db, order.person_id)
    if known := await good_one(db, order.credential_id):
        return _check_owner(known, order.person_id)
    await db.exec(sa.delete(Passkey).where(col(Passkey.credential_id) == order.credential_id))
    if len((await of_person(db, order.person_id)).passkeys) >= MOST:
        raise Refusal("too_many", "person_id", f"has {MOST} passkeys already")
    proof = proof_in_hand()
    if proof and proof.by in ("code", "half") and await open_here(db, order.person_id):
        raise Refusal("passkey_needed", "person_id", "has one, which proves more than a code")
    door = door_in_hand()
    db.add(Passkey(**order.model_dump(exclude={"as_of"}), added_at=order.as_of, door=door))
    await db.flush()
    await ending.end_codes(db, order.person_id, door)


async def check_may_see(db: AsyncSession, query: messages.ListPasskeys) -> None:
    """One's own, and of who has lost a device who may remove theirs. Refuses: not_yours_to_change."""
    by = query.asked_by
    if by not in (None, query.person_id) and not await authority.may(
        db, by, "remove_lost_passkeys", Belongs()
    ):
        raise Refusal("not_yours_to_change", "asked_by")


async def of_person(db: AsyncSession, person_id: UUID) -> messages.Passkeys:
    """In the order in which they were added."""
    own = (
        select(Passkey)
        .where(Passkey.person_id == person_id)
        .order_by(col(Passkey.added_at), col(Passkey.credential_id))
    )
    found = [one for one in await db.exec(own) if marks.is_good(db, one)]
    return messages.Passkeys(passkeys=[_card(passkey) for passkey in found])


async def good_one(db: AsyncSession, credential_id: str) -> Passkey | None:
    """None also where somebody else than our code has written it."""
    found = await db.get(Passkey, credential_id)
    if found is None or marks.is_good(db, found):
        return found
    log.error("passkey_without_a_mark", person_id=str(found.person_id))
    return None


async def open_here(db: AsyncSession, person_id: UUID) -> bool:
    """Whether one of theirs opens the door in hand."""
    return any(one.door in (None, door_in_hand()) for one in (await of_person(db, person_id)).passkeys)


async def forget_all(db: AsyncSession, person_id: UUID) -> None:
    await db.exec(sa.delete(Passkey).where(col(Passkey.person_id) == person_id))
    await _codes_count_again(db, person_id)


async def _codes_count_again(db: AsyncSession, person_id: UUID) -> None:
    """At the doors that none of their passkeys opens any more."""
    doors = {one.door for one in (await of_person(db, person_id)).passkeys}
    for door in DOORS:
        if not doors & {None, door}:
            await ending.begin_codes(db, person_id, door)


async def use(db: AsyncSession, credential_id: str, sign_count: int, at: datetime) -> bool:
    """After its signature was checked: whether it is no copy of the device that was there last."""
    held = select(Passkey).where(Passkey.credential_id == credential_id).with_for_update()
    passkey = (await db.exec(held.execution_options(populate_existing=True))).first()
    if passkey is None or is_cloned(passkey.sign_count, sign_count):
        return False
    passkey.sign_count = sign_count
    passkey.last_used_at = max(passkey.last_used_at, at) if passkey.last_used_at else at
    return True


def opens(passkey: Passkey) -> bool:
    """What was made at the one door proves nothing at the other: that one alone knows who was there."""
    return passkey.door in (None, door_in_hand())


async def remove(db: AsyncSession, order: messages.RemovePasskey) -> None:
    """Refuses: not_yours_to_change."""
    own = order.removed_by == order.person_id
    if not own and not await authority.may(db, order.removed_by, "remove_lost_passkeys", Belongs()):
        raise Refusal("not_yours_to_change", "removed_by")
    passkey = await db.get(Passkey, order.credential_id)
    if passkey and passkey.person_id == order.person_id and not _is_the_other_doors(passkey):
        await db.delete(passkey)
        await db.flush()
        await _codes_count_again(db, order.person_id)


def is_cloned(last: int, said: int) -> bool:
    """Whether a second device signs with the same key. Source: Web Authentication §7.2, the step on signCount."""
    return said <= last and (said, last) != (0, 0)


def _is_the_other_doors(passkey: Passkey) -> bool:
    """The portal has no say about what opens the console; an administrator there removes anybody's."""
    return is_at_portal() and passkey.door == "console"


def _check_owner(passkey: Passkey, person_id: UUID) -> None:
    if passkey.person_id != person_id:
        raise Refusal("passkey_taken", "credential_id", "is kept for another person")


def _card(passkey: Passkey) -> messages.Passkey:
    return messages.Passkey(**passkey.model_dump())
