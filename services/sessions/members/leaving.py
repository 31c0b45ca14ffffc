"""A member takes part no longer: the roster ends on a day; a group then too small is a coordinator's task."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.messages import sessions as messages
from services.messages.values import Audience, Viewer
from services.runtime.commands.refusal import Refusal
from services.runtime.events.announcing import announce
from services.runtime.finland import local_date, working_days_after
from services.runtime.policy import can, may, sees
from services.runtime.storage.database import execute
from services.sessions import access, contract_facts
from services.sessions.content import goal_changes
from services.sessions.content.sealing import Unreadable
from services.sessions.content.vault import Vault
from services.sessions.members import parting_words, representatives, roster
from services.sessions.tables import GroupMember, Leaving, SupervisionProcess, Trial


async def leave(db: AsyncSession, vault: Vault, order: messages.LeaveGroup) -> None:
    """The same said again, nothing more. Refuses: unknown_process, not_a_member, already_left, ends_instead.

    Next: services/notices/occasions/group_letters.py:tell_of_leaving
    """
    locked = await contract_facts.lock(db, order.process_id)
    reason, today = order.reason.strip(), local_date(order.as_of)
    if said := await db.get(Leaving, (order.process_id, order.person_id)):
        if await _words(vault, said) != reason:
            raise Refusal("already_left", "reason", "was given otherwise")
        return
    process = await access.with_trial(db, order.process_id)
    if not _is_in(process, order.person_id, today) or await _has_come_to_nothing(db, order.process_id):
        raise Refusal("not_a_member", "person_id")
    in_trial = process.agreement(today).version == contract_facts.TRIAL
    if not in_trial and _ends_instead(process, order.person_id, today):
        raise Refusal("ends_instead", "person_id")
    last = await roster.last_day(db, order.process_id, order.as_of)
    await _end(db, order, last)
    sealed = await vault.seal(order.process_id, reason, "leaving", order.person_id) if reason else None
    kept = order.model_dump(include={"process_id", "person_id"})
    db.add(Leaving(**kept, left_on=last, left_at=order.as_of, sealed=sealed))
    settle_by = _settle_by(process, order, today)
    locked.group_unsettled = locked.group_unsettled or settle_by is not None
    await db.flush()
    remaining = _without(process, order.person_id, today)
    await goal_changes.after_leaving(db, vault, process, order.process_id, remaining, order.as_of)
    told = {"left_on": last, "remaining": remaining, "settle_by": settle_by}
    await announce(db, messages.MemberLeft(**kept, **told, in_trial=in_trial))
    await representatives.after_leaving(db, process, order.process_id, remaining, order.as_of)


async def settle(db: AsyncSession, order: messages.SettleGroup) -> None:
    """Refuses: unknown_process."""
    process = await contract_facts.lock(db, order.process_id)
    if process.group_unsettled:
        process.group_unsettled = False
        await announce(db, messages.GroupSettled(process_id=order.process_id))


async def shown_to(db: AsyncSession, vault: Vault, query: messages.ShowGroup, today: date) -> messages.Group:
    """Refuses: unknown_process."""
    viewer = query.viewer
    process = await access.reached_with_trial(db, query.process_id, viewer)
    left = {one.person_id: one for one in await _who_left(db, query.process_id)}
    own = left.get(viewer.person_id) if may(viewer.role, "leave_group") else None
    coordinates = may(viewer.role, "settle_group")
    unsettled = select(SupervisionProcess.group_unsettled).where(
        SupervisionProcess.process_id == query.process_id
    )
    may_leave = _may_leave(viewer, process, today) and not await _has_come_to_nothing(db, query.process_id)
    group = messages.Group(
        members=[
            await _member(vault, one, left.get(one), process.first_day(one, today), with_reason=coordinates)
            for one in _seen_by(viewer, process, left, today)
        ],
        today=len(process.members(today)),
        in_trial=process.agreement(today).version == contract_facts.TRIAL,
        may_leave=may_leave,
        ends_instead=_ends_instead(process, viewer.person_id, today),
        left_on=own.left_on if own else None,
        unsettled=coordinates and (await db.exec(unsettled)).one(),
        **await _acting(db, process, query, today),
    )
    return parting_words.that_fit(group)


async def _acting(
    db: AsyncSession, process: access.Process, query: messages.ShowGroup, today: date
) -> dict[str, Any]:
    """Who acts for the group, to who knows its members by name or completes its contract."""
    viewer, belongs = query.viewer, process.belongs(today)
    known = may(viewer.role, "settle_group") or sees(viewer, "attendance_by_name", belongs) != "no"
    if not known:
        return {}
    represents, staying = process.representative(today), len(process.staying(today))
    is_open = today <= process.agreement(today).ends_on
    return {
        "representative_id": represents,
        **process.next_representative(today),
        "waiting": await representatives.shown(db, process, query.process_id, viewer.person_id, today),
        "may_name": is_open
        and staying > int(represents is not None)
        and can(viewer, "name_representative", belongs),
        "alone": process.staying(today) == [viewer.person_id],
    }


def _seen_by(viewer: Viewer, process: access.Process, left: dict[UUID, Leaving], today: date) -> list[UUID]:
    """By name, where the viewer's role knows them or completes the contract: the group, with who is to join, and to
    some who has left it.
    """
    belongs = process.belongs(today)
    staying = process.coming(today)
    if may(viewer.role, "settle_group") or sees(viewer, "attendance_by_name", belongs) == "yes":
        return [*staying, *(one for one in left if one not in staying)]
    return staying if sees(viewer, "attendance_by_name", belongs) == "own_group" else []


def _may_leave(viewer: Viewer, process: access.Process, today: date) -> bool:
    """Also who is only to come."""
    belongs = process.belongs(process.first_day(viewer.person_id, today) or today)
    return can(viewer, "leave_group", belongs) and _is_in(process, viewer.person_id, today)


async def _member(
    vault: Vault, person_id: UUID, left: Leaving | None, joins_on: date | None, *, with_reason: bool
) -> messages.MemberShown:
    told: dict[str, Any] = {"left_on": left.left_on, "reason": ""} if left else {"joins_on": joins_on}
    if left and with_reason:
        told["reason"] = await _words(vault, left)
    return messages.MemberShown(person_id=person_id, **told)


def _is_in(process: access.Process, person_id: UUID, today: date) -> bool:
    """A member who has not left, or is to come, of a contract that has not run out."""
    ends_on = process.agreement(today).ends_on
    return today <= ends_on and person_id in process.coming(today)


async def _has_come_to_nothing(db: AsyncSession, process_id: UUID) -> bool:
    """After its trial, which was the whole of it."""
    over = select(Trial.process_id).where(Trial.process_id == process_id, Trial.status == "over")
    return (await db.exec(over)).first() is not None


def _ends_instead(process: access.Process, person_id: UUID, today: date) -> bool:
    """Who is the customer and the only one to take part: were they to leave, the contract would run on for nobody."""
    alone = process.coming(today) == [person_id] and _is_in(process, person_id, today)
    return alone and process.agreement(today).commissioner_id == person_id


def _without(process: access.Process, person_id: UUID, today: date) -> list[UUID]:
    return [one for one in process.staying(today) if one != person_id]


def _settle_by(process: access.Process, order: messages.LeaveGroup, today: date) -> datetime | None:
    """None where those who stay are enough, and whoever acts for them, now or later, is among them."""
    agreement = process.agreement(today)
    promises = contract_facts.promises_of(agreement)
    fewest = promises.size_of(Audience(agreement.audience)).fewest
    remaining = _without(process, order.person_id, today)
    if len(remaining) >= fewest and set(process.signers_from(today)).issubset(remaining):
        return None
    return working_days_after(order.as_of, promises.contract_working_days)


async def _end(db: AsyncSession, order: messages.LeaveGroup, last: date) -> None:
    """Of the stretch that goes on; one that would have no day goes."""
    mine = sa.and_(
        col(GroupMember.process_id) == order.process_id,
        col(GroupMember.person_id) == order.person_id,
        sa.func.coalesce(col(GroupMember.until_day) > last, sa.true()),
    )
    await execute(db, sa.delete(GroupMember).where(mine, col(GroupMember.from_day) > last))
    await execute(db, sa.update(GroupMember).where(mine).values(until_day=last))


async def _who_left(db: AsyncSession, process_id: UUID) -> list[Leaving]:
    mine = select(Leaving).where(Leaving.process_id == process_id)
    return list(await db.exec(mine.order_by(col(Leaving.left_at), col(Leaving.person_id))))


async def _words(vault: Vault, left: Leaving) -> str:
    """Empty where none were given, or once the process's key is destroyed."""
    if left.sealed is None:
        return ""
    try:
        return await vault.open(left.process_id, left.sealed, "leaving", left.person_id)
    except Unreadable:
        return ""
