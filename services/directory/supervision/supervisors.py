"""Supervisors' cards: where and whom they supervise, and until when each credential holds."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.directory import history, people
from services.directory.rights import authority
from services.directory.tables import Credential, CredentialEntry, Supervisor
from services.messages import directory as messages
from services.runtime.commands.refusal import Refusal
from services.runtime.commands.sizes import fitting, last_of
from services.runtime.events.announcing import announce
from services.runtime.policy import Belongs
from services.runtime.provider import standing
from services.runtime.storage.database import take_in

_FACTS = {"languages", "regions", "remote", "audiences", "capacity"}


async def register(db: AsyncSession, order: messages.RegisterSupervisor) -> None:
    """A new card, or the card with its new facts.

    Refuses: unknown_person, region_missing, not_yours_to_give, set_meanwhile.
    """
    await standing.hold(db, f"entry {order.supervisor_id}")
    await people.find(db, order.supervisor_id)
    if not (order.regions or order.remote):
        raise Refusal("region_missing", "regions", "are needed for who does not meet remotely")
    if not await authority.may(db, order.registered_by, "manage_supervisors", Belongs()):
        raise Refusal("not_yours_to_give", "registered_by")
    supervisor = await db.get(Supervisor, order.supervisor_id)
    facts = order.model_dump(mode="json", include=_FACTS)
    if supervisor:
        if any(getattr(supervisor, name) != value for name, value in facts.items()):
            standing.check_seen(order.seen, _mark(supervisor))
        before = history.facts_of(supervisor)
        take_in(supervisor, facts)
        await history.note(db, supervisor, before, order.registered_by, order.as_of)
        return
    db.add(Supervisor(supervisor_id=order.supervisor_id, **facts))
    await db.flush()
    await announce(db, messages.SupervisorRegistered(supervisor_id=order.supervisor_id))


async def all_of_them(db: AsyncSession, query: messages.ListSupervisors) -> messages.SupervisorCards:
    """Ordered by id."""
    credentials = await _credentials(db, query)
    wanted = select(Supervisor).order_by(col(Supervisor.supervisor_id))
    if not query.with_ended:
        wanted = wanted.where(col(Supervisor.ended_on).is_(None))
    if query.only:
        wanted = wanted.where(Supervisor.supervisor_id == query.only)
    if query.after:
        wanted = wanted.where(col(Supervisor.supervisor_id) > query.after)
    found = [
        messages.SupervisorCard.model_validate(
            {
                **one.model_dump(),
                "mark": _mark(one),
                "credentials": {},
                **credentials.get(one.supervisor_id, {}),
            }
        )
        for one in await db.exec(wanted)
    ]
    part = fitting(found)
    return messages.SupervisorCards(supervisors=part, go_on_after=last_of(part, found, "supervisor_id"))


def _mark(supervisor: Supervisor) -> str:
    return standing.mark_of(supervisor.model_dump(mode="json", include=_FACTS))


async def _credentials(
    db: AsyncSession, query: messages.ListSupervisors
) -> dict[UUID, dict[str, dict[str, object]]]:
    """By supervisor, as a card has them."""
    found: dict[UUID, dict[str, dict[str, object]]] = {}
    for one in await (_recorded_by(db, query) if query.as_of else _recorded(db, query)):
        theirs = found.setdefault(one.supervisor_id, {"credentials": {}, "descriptions": {}})
        theirs["credentials"][one.kind] = one.valid_until
        if one.description:
            theirs["descriptions"][one.kind] = one.description
    return found


async def _recorded(
    db: AsyncSession, query: messages.ListSupervisors
) -> Sequence[Credential | CredentialEntry]:
    wanted = select(Credential)
    if query.only:
        wanted = wanted.where(Credential.supervisor_id == query.only)
    return (await db.exec(wanted)).all()


async def _recorded_by(
    db: AsyncSession, query: messages.ListSupervisors
) -> Sequence[Credential | CredentialEntry]:
    """What had been said last by then, without what had been taken away."""
    said = (
        select(CredentialEntry)
        .where(col(CredentialEntry.at) <= query.as_of)
        .order_by(col(CredentialEntry.id))
    )
    if query.only:
        said = said.where(CredentialEntry.supervisor_id == query.only)
    last = {(one.supervisor_id, one.kind): one for one in await db.exec(said)}
    return [one for one in last.values() if one.valid_until]
