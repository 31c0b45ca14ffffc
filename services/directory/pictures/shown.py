"""Which picture stands where: the provider's logo from a day on, and who is introduced by which."""

from datetime import date

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.directory.pictures import keeping
from services.directory.tables import Logo, Supervisor, SupervisorPicture
from services.messages import directory as messages
from services.messages.provider import PROVIDER
from services.runtime.commands.refusal import Refusal
from services.runtime.events.announcing import announce
from services.runtime.finland import local_date
from services.runtime.provider import standing
from services.runtime.storage.database import execute

_LATEST_FIRST = (col(Logo.valid_from).desc(), col(Logo.id).desc())


async def set_logo(db: AsyncSession, order: messages.SetLogo) -> None:
    """The same again changes nothing. Refuses: not_yours_to_decide, unknown_picture, set_meanwhile."""
    await keeping.check_may(db, order.set_by, "logo", "set_by")
    if order.picture_id is not None:
        await keeping.find(db, order.picture_id, "logo")
    await standing.hold(db, "logo")
    today = local_date(order.as_of)
    now = await in_force(db, today)
    if now.ever_set and now.picture_id == order.picture_id:
        return
    standing.check_seen(order.seen, now.mark)
    facts = order.model_dump(include={"picture_id", "set_by"})
    db.add(Logo(**facts, valid_from=today, set_at=order.as_of))
    await db.flush()
    await announce(db, messages.LogoSet(provider_id=PROVIDER, picture_id=order.picture_id, valid_from=today))


async def in_force(db: AsyncSession, on: date) -> messages.LogoInForce:
    begun = select(Logo).where(Logo.valid_from <= on).order_by(*_LATEST_FIRST).limit(1)
    row = (await db.exec(begun)).first()
    return _told(row) if row else messages.LogoInForce(picture_id=None)


async def all_set(db: AsyncSession) -> messages.LogoList:
    rows = (await db.exec(select(Logo).order_by(*_LATEST_FIRST).limit(100))).all()
    return messages.LogoList(logos=[_told(row) for row in rows])


def _told(row: Logo) -> messages.LogoInForce:
    mark = standing.mark_of((row.id, row.picture_id))
    return messages.LogoInForce(picture_id=row.picture_id, since=row.valid_from, ever_set=True, mark=mark)


async def set_supervisors(db: AsyncSession, order: messages.SetSupervisorPicture) -> None:
    """Refuses: not_yours_to_decide, unknown_supervisor, unknown_picture, set_meanwhile."""
    await keeping.check_may(db, order.set_by, "supervisor", "set_by")
    if await db.get(Supervisor, order.supervisor_id) is None:
        raise Refusal("unknown_supervisor", "supervisor_id")
    await standing.hold(db, f"picture of {order.supervisor_id}")
    now = await db.get(SupervisorPicture, order.supervisor_id)
    if order.picture_id != (now.picture_id if now else None):
        standing.check_seen(order.seen, _mark(now))
    if order.picture_id is None:
        mine = col(SupervisorPicture.supervisor_id) == order.supervisor_id
        await execute(db, sa.delete(SupervisorPicture).where(mine))
        return
    await keeping.find(db, order.picture_id, "supervisor")
    await db.merge(SupervisorPicture(supervisor_id=order.supervisor_id, picture_id=order.picture_id))
    await db.flush()


async def of_supervisor(
    db: AsyncSession, query: messages.ShowSupervisorPicture
) -> messages.SupervisorPicture:
    row = await db.get(SupervisorPicture, query.supervisor_id)
    return messages.SupervisorPicture(picture_id=row.picture_id if row else None, mark=_mark(row))


def _mark(row: SupervisorPicture | None) -> str:
    return standing.mark_of(row.picture_id if row else None)
