"""Somebody joins the group of a signed contract: proposed, agreed to by every member, consented to by themselves.

The days of the group are sessions' to keep; here stands who said yes to whom, and to which paper.
"""

from datetime import date, datetime
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.contracts.ending import continuation, successors
from services.contracts.papers import terms, versions
from services.contracts.parties import membership
from services.contracts.signing import interests
from services.contracts.tables import Consent, Contract, Joining, JoiningConsent, Leaver
from services.messages import contracts as messages
from services.runtime.commands.refusal import Refusal
from services.runtime.events.announcing import announce
from services.runtime.finland import local_date
from services.runtime.storage.database import execute


async def propose(db: AsyncSession, order: messages.ProposeMember) -> messages.MembersAsked:
    """The caller has seen to that whoever acts for the group says it, or a coordinator.

    Refuses: unknown_process, contract_not_signed, process_ended, supervisor_is_a_party, not_before_tomorrow,
    outside_the_contract, already_a_member, proposed_already, group_too_large.
    Next: services/contracts/parties/joining.py:answer
    """
    contract, today = await continuation.signed(db, order.process_id), local_date(order.as_of)
    waits = await waiting(db, contract, order.person_id, today)
    if waits is None:
        await _check(db, contract, order, today)
        waits = await _begin(db, contract, order)
    elif waits.from_day != order.from_day:
        raise Refusal("proposed_already", "from_day")
    if order.proposed_by in await membership.members(db, contract, today):
        await _agree(db, waits, order.proposed_by, order.as_of)
    await _ask_if_agreed(db, contract, waits, order.as_of)
    return messages.MembersAsked(waits=waits.agreed_at is None)


async def answer(db: AsyncSession, order: messages.AgreeToMember) -> None:
    """What has come true already may be said again. Refuses: see AgreeToMember."""
    contract, today = await continuation.signed(db, order.process_id), local_date(order.as_of)
    asked = await membership.members(db, contract, today)
    if order.person_id not in asked:
        raise Refusal("not_a_member", "person_id")
    waits = await waiting(db, contract, order.newcomer_id, today)
    if waits is None or waits.from_day != order.from_day:
        if order.agrees != (order.newcomer_id in await membership.staying(db, contract)):
            raise Refusal("joining_over", "agrees")
        return
    if not order.agrees:
        return await _refuse(db, waits, asked)
    await _agree(db, waits, order.person_id, order.as_of)
    await _ask_if_agreed(db, contract, waits, order.as_of)


async def join(db: AsyncSession, order: messages.JoinGroup) -> None:
    """Said again, nothing more. Refuses: unknown_process, contract_not_signed, version_changed, not_a_member,
    supervisor_is_a_party.

    Next: services/sessions/members/roster.py:join
    """
    contract, today = await continuation.signed(db, order.process_id), local_date(order.as_of)
    versions.check_version(contract, order.version)
    waits = await waiting(db, contract, order.person_id, today)
    if waits is None or waits.agreed_at is None:
        if order.agrees and order.person_id in await membership.staying(db, contract):
            return
        raise Refusal("not_a_member", "person_id")
    if not order.agrees:
        return await _refuse(db, waits, await membership.members(db, contract, today), by_newcomer=True)
    await _check_supervisors(db, contract, order.person_id, waits.from_day)
    await _take_in(db, contract, waits, order.as_of)
    facts = order.model_dump(include={"process_id", "version", "person_id"})
    members = await membership.members(db, contract, waits.from_day)
    joined = {"from_day": waits.from_day, "members": members, "joined_at": order.as_of}
    await announce(db, messages.MemberJoined(**facts, **joined))
    for other in await waiting_of(db, contract, today):
        await _ask_later_member(db, other, order.person_id, waits.from_day)


async def after_leaving(db: AsyncSession, process_id: UUID, at: datetime) -> None:
    """Nobody waits for the yes of who has left."""
    contract = await versions.find(db, process_id)
    for waits in await waiting_of(db, contract, local_date(at)):
        await _ask_if_agreed(db, contract, waits, at)


async def waiting(db: AsyncSession, contract: Contract, person_id: UUID, today: date) -> Joining | None:
    """What the members or the newcomer are asked; nothing any more once its day has come."""
    found = await waiting_of(db, contract, today)
    return next((one for one in found if one.person_id == person_id), None)


async def waiting_of(db: AsyncSession, contract: Contract, today: date) -> list[Joining]:
    """A contract that ends before the day by now takes nobody in."""
    ahead = (col(Joining.from_day) > today) & (col(Joining.from_day) <= contract.ends_on)
    mine = select(Joining).where(
        Joining.process_id == contract.process_id, col(Joining.consented_at).is_(None), ahead
    )
    return list(await db.exec(mine.order_by(col(Joining.from_day), col(Joining.proposed_at))))


async def agreed(db: AsyncSession, waits: Joining) -> set[UUID]:
    """Which members have said yes to it."""
    return set(await db.exec(select(JoiningConsent.member_id).where(_of(waits))))


async def _check(db: AsyncSession, contract: Contract, order: messages.ProposeMember, today: date) -> None:
    if await continuation.has_ended(db, contract.process_id):
        raise Refusal("process_ended", "process_id")
    await _check_supervisors(db, contract, order.person_id, order.from_day)
    if order.from_day <= today:
        raise Refusal("not_before_tomorrow", "from_day")
    if order.from_day > contract.ends_on:
        raise Refusal("outside_the_contract", "from_day")
    members = await membership.staying(db, contract)
    if order.person_id in members:
        raise Refusal("already_a_member", "person_id")
    coming = len(members) + len(await waiting_of(db, contract, today)) + 1
    if terms.size_of(contract).fault(coming) == "group_too_large":
        raise Refusal("group_too_large", "person_id")


async def _check_supervisors(db: AsyncSession, contract: Contract, person_id: UUID, from_day: date) -> None:
    """Everybody who is the supervisor on a day from then on, or is asked to be. Refuses: supervisor_is_a_party."""
    every = await versions.counting(db, contract.process_id)
    held = versions.holding(every, from_day)
    ahead = [one for one in every if one.effective_from and one.effective_from > from_day]
    asked = await versions.open_amendment(db, contract.process_id)
    for one in {one.supervisor_id for one in (held, *ahead, asked) if one}:
        if one == person_id or await interests.is_supervised_by(db, one, [person_id]):
            raise Refusal("supervisor_is_a_party", "person_id")


async def _begin(db: AsyncSession, contract: Contract, order: messages.ProposeMember) -> Joining:
    """What was not answered before its day has fallen, and makes room."""
    said = order.model_dump(include={"process_id", "person_id", "from_day", "proposed_by"})
    for old in await _unanswered(db, contract.process_id, order.person_id):
        await _drop(db, old)
    waits = Joining(**said, joining_id=uuid4(), proposed_at=order.as_of)
    db.add(waits)
    await db.flush()
    members = await membership.members(db, contract, local_date(order.as_of))
    await announce(db, messages.MemberProposed(
        process_id=waits.process_id, newcomer_id=waits.person_id, from_day=waits.from_day,
        asked=[one for one in members if one != order.proposed_by],
        proposed_by=order.proposed_by, proposed_at=order.as_of,
    ))  # fmt: skip
    for person_id, first_day in await membership.to_come(db, contract, local_date(order.as_of)):
        await _ask_later_member(db, waits, person_id, first_day)
    return waits


async def _ask_later_member(db: AsyncSession, waits: Joining, person_id: UUID, first_day: date) -> None:
    """Where they are in the group before it is decided, and who is to join still waits for its members."""
    if waits.agreed_at or first_day >= waits.from_day:
        return
    said = waits.model_dump(include={"process_id", "from_day", "proposed_at"})
    told = {"newcomer_id": waits.person_id, "person_id": person_id, "first_day": first_day}
    await announce(db, messages.MemberAsked(**said, **told))


async def _unanswered(db: AsyncSession, process_id: UUID, person_id: UUID) -> list[Joining]:
    theirs = select(Joining).where(Joining.process_id == process_id, Joining.person_id == person_id)
    return list(await db.exec(theirs.where(col(Joining.consented_at).is_(None))))


async def _agree(db: AsyncSession, waits: Joining, member_id: UUID, at: datetime) -> None:
    row = insert(JoiningConsent).values(joining_id=waits.joining_id, member_id=member_id, given_at=at)
    await execute(db, row.on_conflict_do_nothing())


async def _ask_if_agreed(db: AsyncSession, contract: Contract, waits: Joining, at: datetime) -> None:
    """The newcomer, once every member of the day has said yes; nobody is asked for a group without any."""
    needed = await membership.members(db, contract, local_date(at))
    if waits.agreed_at or not needed or not set(needed) <= await agreed(db, waits):
        return
    waits.agreed_at = at
    await db.flush()
    facts = {"process_id": waits.process_id, "version": contract.version, "asked_at": at}
    await announce(db, messages.NewcomerAsked(
        **facts, newcomer_id=waits.person_id, from_day=waits.from_day
    ))  # fmt: skip


async def _take_in(db: AsyncSession, contract: Contract, waits: Joining, at: datetime) -> None:
    """The paper stays as it was signed; who belongs to it is one more, and who has come back has not left."""
    waits.consented_at = at
    contract.supervisee_ids = list(dict.fromkeys([*contract.supervisee_ids, waits.person_id]))
    theirs = col(Leaver.process_id) == waits.process_id, col(Leaver.person_id) == waits.person_id
    await execute(db, sa.delete(Leaver).where(*theirs))
    key = {"process_id": contract.process_id, "version": contract.version, "person_id": waits.person_id}
    await execute(db, insert(Consent).values(**key, consented_at=at).on_conflict_do_nothing())
    await db.flush()
    await successors.follow_newcomer(db, contract.process_id, waits.person_id, at)


async def _refuse(
    db: AsyncSession, waits: Joining, members: list[UUID], *, by_newcomer: bool = False
) -> None:
    said = waits.model_dump(include={"process_id", "from_day", "proposed_by"})
    told = {"newcomer_id": waits.person_id, "members": members, "was_asked": waits.agreed_at is not None}
    told["by_newcomer"] = by_newcomer
    await _drop(db, waits)
    await announce(db, messages.MemberNotJoining(**said, **told))


async def _drop(db: AsyncSession, waits: Joining) -> None:
    await execute(db, sa.delete(JoiningConsent).where(_of(waits)))
    await db.delete(waits)
    await db.flush()


def _of(waits: Joining) -> sa.ColumnElement[bool]:
    return col(JoiningConsent.joining_id) == waits.joining_id
