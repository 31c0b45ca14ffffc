"""Supervisors' cards: where and whom they supervise, and until when each credential holds."""

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.directory import people
from services.directory.tables import Credential, Supervisor
from services.messages import directory as words
from services.runtime.announcing import announce
from services.runtime.refusal import Refusal


async def register(session: AsyncSession, order: words.RegisterSupervisor) -> None:
    """A new card, or the card with its new facts. Refuses: unknown_person."""
    await people.find(session, order.supervisor_id)
    supervisor = await session.get(Supervisor, order.supervisor_id)
    facts = order.model_dump(mode="json", exclude={"as_of", "supervisor_id"})
    if supervisor:
        supervisor.sqlmodel_update(facts)
        return
    session.add(Supervisor(supervisor_id=order.supervisor_id, **facts))
    await session.flush()
    await announce(session, words.SupervisorRegistered(supervisor_id=order.supervisor_id))


async def record_credential(session: AsyncSession, order: words.RecordCredential) -> None:
    """The later end date holds. Refuses: unknown_supervisor."""
    if await session.get(Supervisor, order.supervisor_id) is None:
        raise Refusal("unknown_supervisor", "supervisor_id")
    credential = await session.get(Credential, (order.supervisor_id, order.kind))
    facts = order.model_dump(exclude={"as_of"})
    if credential and credential.valid_until >= order.valid_until:
        return
    await session.merge(Credential(**facts))
    await session.flush()
    await announce(session, words.CredentialRecorded(**facts))


async def all_of_them(session: AsyncSession) -> words.SupervisorCards:
    """Ordered by id."""
    credentials: dict[object, dict[str, object]] = {}
    for one in await session.exec(select(Credential)):
        credentials.setdefault(one.supervisor_id, {})[one.kind] = one.valid_until
    found = await session.exec(select(Supervisor).order_by(col(Supervisor.supervisor_id)))
    cards = [{**one.model_dump(), "credentials": credentials.get(one.supervisor_id, {})} for one in found]
    return words.SupervisorCards.model_validate({"supervisors": cards})
