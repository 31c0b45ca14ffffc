"""Passkeys: the public halves of the keys with which people sign in, and the guard against a copied device."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.directory import people
from services.directory.rights import authority
from services.directory.tables import Passkey
from services.messages import directory as messages
from services.runtime.commands.refusal import Refusal
from services.runtime.commands.viewing import is_at_portal
from services.runtime.policy import Belongs

MOST = 20
"""Passkeys of one person: more than they have devices."""


async def keep(db: AsyncSession, order: messages.KeepPasskey) -> None:
    """Refuses: unknown_person, passkey_taken, too_many."""
    await people.find(db, order.person_id)
    if known := await db.get(Passkey, order.credential_id):
        return _check_owner(known, order.person_id)
    if len((await of_person(db, order.person_id)).passkeys) >= MOST:
        raise Refusal("too_many", "person_id", f"has {MOST} passkeys already")
    door = "portal" if is_at_portal() else "console"
    db.add(Passkey(**order.model_dump(exclude={"as_of"}), added_at=order.as_of, door=door))
    await db.flush()


async def of_person(db: AsyncSession, person_id: UUID) -> messages.Passkeys:
    """In the order in which they were added."""
    own = (
        select(Passkey)
        .where(Passkey.person_id == person_id)
        .order_by(col(Passkey.added_at), col(Passkey.credential_id))
    )
    return messages.Passkeys(passkeys=[_card(passkey) for passkey in await db.exec(own)])


async def forget_all(db: AsyncSession, person_id: UUID) -> None:
    await db.exec(sa.delete(Passkey).where(col(Passkey.person_id) == person_id))


async def find(db: AsyncSession, credential_id: str) -> messages.FoundPasskey:
    passkey = await db.get(Passkey, credential_id)
    return messages.FoundPasskey(passkey=_card(passkey) if passkey else None)


async def use(db: AsyncSession, order: messages.UsePasskey) -> None:
    """Refuses: unknown_passkey, passkey_cloned."""
    passkey = await db.get(Passkey, order.credential_id, with_for_update=True)
    if passkey is None or _is_the_other_doors(passkey):
        raise Refusal("unknown_passkey", "credential_id")
    if (passkey.sign_count, passkey.last_used_at) == (order.sign_count, order.as_of):
        return
    if is_cloned(passkey.sign_count, order.sign_count):
        raise Refusal("passkey_cloned", "sign_count", "did not rise since the last use")
    passkey.sign_count = order.sign_count
    passkey.last_used_at = _later(passkey.last_used_at, order.as_of)


async def remove(db: AsyncSession, order: messages.RemovePasskey) -> None:
    """Refuses: not_yours_to_change."""
    own = order.removed_by == order.person_id
    if not own and not await authority.may(db, order.removed_by, "remove_lost_passkeys", Belongs()):
        raise Refusal("not_yours_to_change", "removed_by")
    passkey = await db.get(Passkey, order.credential_id)
    if passkey and passkey.person_id == order.person_id and not _is_the_other_doors(passkey):
        await db.delete(passkey)


def is_cloned(last: int, said: int) -> bool:
    """Whether a second device signs with the same key. Source: Web Authentication §7.2, the step on signCount."""
    return said <= last and (said, last) != (0, 0)


def _is_the_other_doors(passkey: Passkey) -> bool:
    """The portal has no say about what opens the console; an administrator there removes anybody's."""
    return is_at_portal() and passkey.door == "console"


def _later(last: datetime | None, at: datetime) -> datetime:
    return max(last, at) if last else at


def _check_owner(passkey: Passkey, person_id: UUID) -> None:
    if passkey.person_id != person_id:
        raise Refusal("passkey_taken", "credential_id", "is kept for another person")


def _card(passkey: Passkey) -> messages.Passkey:
    return messages.Passkey(**passkey.model_dump())
