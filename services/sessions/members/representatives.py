"""Who acts for the group from a day on, other than the one who signed for it: named by all of its members."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.messages import sessions as messages
from services.messages.values import Audience
from services.runtime.commands.refusal import Refusal
from services.runtime.events.announcing import announce
from services.runtime.finland import ONE_DAY, local_date
from services.runtime.storage.database import execute
from services.sessions import access, contract_facts
from services.sessions.tables import Representative, RepresentativeChange, RepresentativeConsent


async def name(db: AsyncSession, order: messages.NameRepresentative) -> bool:
    """Whether it waits for others: the first who says it proposes it. The caller has seen to that a coordinator or a
    member says it.

    Refuses: unknown_process, representative_not_a_member, signs_for_both, already_the_representative, from_day_passed,
    outside_the_contract, another_waits.
    """
    await contract_facts.lock(db, order.process_id)
    process, today = await access.with_trial(db, order.process_id), local_date(order.as_of)
    if today > process.agreement(today).ends_on:
        raise Refusal("outside_the_contract", "from_day")
    waiting = await db.get(RepresentativeChange, order.process_id)
    if waiting is None:
        _check(process, order, today)
        said = order.model_dump(include={"process_id", "representative_id", "from_day"})
        waiting = RepresentativeChange(**said, proposed_by=order.named_by, proposed_at=order.as_of)
        db.add(waiting)
        await db.flush()
        await _consent(db, process, waiting, order.named_by, order.as_of)
        if await _done_if_agreed(db, process, waiting, process.staying(today), order.as_of):
            return False
        await _ask(db, process, waiting, today)
        return True
    if (waiting.representative_id, waiting.from_day) != (order.representative_id, order.from_day):
        raise Refusal("another_waits", "representative_id")
    await _consent(db, process, waiting, order.named_by, order.as_of)
    return not await _done_if_agreed(db, process, waiting, process.staying(today), order.as_of)


async def answer(db: AsyncSession, order: messages.AgreeToRepresentative) -> None:
    """What has come true already may be said again. Refuses: see AgreeToRepresentative."""
    await contract_facts.lock(db, order.process_id)
    process, today = await access.with_trial(db, order.process_id), local_date(order.as_of)
    staying, ends_on = process.staying(today), process.agreement(today).ends_on
    if order.person_id not in staying or today > ends_on:
        raise Refusal("not_a_member", "person_id")
    waiting = await db.get(RepresentativeChange, order.process_id)
    if waiting is None:
        acts = process.signer(max(order.from_day, today) if order.from_day else ends_on)
        if order.agrees != (acts == order.representative_id):
            raise Refusal("decided_otherwise", "agrees")
        return
    if waiting.representative_id != order.representative_id:
        raise Refusal("another_waits", "representative_id")
    if order.from_day not in (None, waiting.from_day):
        raise Refusal("another_waits", "from_day")
    if not order.agrees:
        return await _refuse(db, waiting, staying)
    await _consent(db, process, waiting, order.person_id, order.as_of)
    await _done_if_agreed(db, process, waiting, staying, order.as_of)


async def ask_newcomer(db: AsyncSession, process_id: UUID, person_id: UUID, first_day: date) -> None:
    """Who joins while the members are asked is asked as they are."""
    waiting = await db.get(RepresentativeChange, process_id)
    if waiting and person_id not in await _agreed(db, process_id):
        told = _said(waiting) | {"person_id": person_id, "first_day": first_day}
        await announce(db, messages.RepresentativeAsked(**told))


async def after_leaving(
    db: AsyncSession, process: access.Process, process_id: UUID, remaining: Sequence[UUID], at: datetime
) -> None:
    """Nobody waits for the yes of who has left, nor for them to act for the others. Who stays alone acts for
    themselves, with nobody to ask.
    """
    waiting = await db.get(RepresentativeChange, process_id)
    if waiting and waiting.representative_id not in remaining:
        await _refuse(db, waiting, remaining)
    elif waiting:
        await _done_if_agreed(db, process, waiting, remaining, at)
    elif len(remaining) == 1 and {*process.signers_from(local_date(at))} != {*remaining}:
        await _act(
            db, process_id, remaining[0], _first_day(process, remaining[0], local_date(at)), remaining, at
        )


def _first_day(process: access.Process, person_id: UUID, today: date) -> date:
    """Today, or the next day of one who comes to the group only then."""
    return today if person_id in process.members(today) else today + ONE_DAY


async def shown(
    db: AsyncSession, process: access.Process, process_id: UUID, person_id: UUID, today: date
) -> messages.RepresentativeWaiting | None:
    """As the members and the coordinators read it."""
    waiting = await db.get(RepresentativeChange, process_id)
    if waiting is None:
        return None
    agreed, asked = await _agreed(db, process_id), process.staying(today)
    return messages.RepresentativeWaiting(
        representative_id=waiting.representative_id,
        from_day=waiting.from_day,
        agreed=len(agreed.intersection(asked)),
        asked=len(asked),
        may_answer=person_id in asked and person_id not in agreed,
    )


async def _ask(db: AsyncSession, process: access.Process, waiting: RepresentativeChange, today: date) -> None:
    """The members of today, but who has proposed it; and who is to come, once they are there."""
    staying = [one for one in process.staying(today) if one != waiting.proposed_by]
    later = {one: day for one in process.coming(today) if (day := process.first_day(one, today))}
    asked = [one for one in staying if one not in later]
    await announce(db, messages.RepresentativeProposed(**_said(waiting), asked=asked))
    for person_id, first_day in later.items():
        await ask_newcomer(db, waiting.process_id, person_id, first_day)


def _said(waiting: RepresentativeChange) -> dict[str, Any]:
    return waiting.model_dump(include={"process_id", "representative_id", "from_day", "proposed_at"})


def _check(process: access.Process, order: messages.NameRepresentative, today: date) -> None:
    if order.from_day < today:
        raise Refusal("from_day_passed", "from_day")
    if order.from_day > process.agreement(today).ends_on:
        raise Refusal("outside_the_contract", "from_day")
    members = process.members(order.from_day)
    if order.representative_id not in members or order.representative_id not in process.staying(today):
        raise Refusal("representative_not_a_member", "representative_id")
    for_customer = process.agreement(order.from_day).commissioner_id
    if order.representative_id == for_customer and len(process.staying(today)) > 1:
        raise Refusal("signs_for_both", "representative_id")
    if process.signer(order.from_day) == order.representative_id:
        raise Refusal("already_the_representative", "representative_id")


async def _done_if_agreed(
    db: AsyncSession,
    process: access.Process,
    waiting: RepresentativeChange,
    needed: Sequence[UUID],
    at: datetime,
) -> bool:
    """Whether all whose yes is needed have said it, and it is so. What was named for a later day falls."""
    process_id, named = waiting.process_id, waiting.representative_id
    if not needed or not set(needed) <= await _agreed(db, process_id):
        return False
    from_day = max(waiting.from_day, local_date(at))
    await _drop(db, waiting)
    await _act(db, process_id, named, from_day, needed, at)
    await settle(db, process, process_id, needed, local_date(at))
    return True


async def _act(
    db: AsyncSession, process_id: UUID, person_id: UUID, from_day: date, members: Sequence[UUID], at: datetime
) -> None:
    """For the group, from the day on."""
    later = (col(Representative.process_id) == process_id) & (col(Representative.from_day) >= from_day)
    await execute(db, sa.delete(Representative).where(later))
    db.add(Representative(process_id=process_id, from_day=from_day, person_id=person_id))
    await db.flush()
    said = {"process_id": process_id, "representative_id": person_id, "from_day": from_day}
    await announce(db, messages.RepresentativeNamed(**said, members=list(members), named_at=at))


async def settle(
    db: AsyncSession, process: access.Process, process_id: UUID, members: Sequence[UUID], today: date
) -> None:
    """What a coordinator was to talk about, where the group is large enough."""
    agreement = process.agreement(today)
    size = contract_facts.promises_of(agreement).size_of(Audience(agreement.audience))
    locked = await contract_facts.lock(db, process_id)
    if locked.group_unsettled and len(members) >= size.fewest:
        locked.group_unsettled = False
        await db.flush()
        await announce(db, messages.GroupSettled(process_id=process_id))


async def _refuse(db: AsyncSession, waiting: RepresentativeChange, members: Sequence[UUID]) -> None:
    said = waiting.model_dump(include={"process_id", "representative_id", "proposed_at"})
    await _drop(db, waiting)
    await announce(db, messages.RepresentativeRefused(**said, members=list(members)))


async def _consent(
    db: AsyncSession, process: access.Process, waiting: RepresentativeChange, person_id: UUID, at: datetime
) -> None:
    """A coordinator's word is no member's yes."""
    if person_id in process.staying(local_date(at)):
        row = {"process_id": waiting.process_id, "person_id": person_id, "given_at": at}
        await execute(db, insert(RepresentativeConsent).values(row).on_conflict_do_nothing())


async def _agreed(db: AsyncSession, process_id: UUID) -> set[UUID]:
    mine = select(RepresentativeConsent.person_id).where(RepresentativeConsent.process_id == process_id)
    return set(await db.exec(mine))


async def _drop(db: AsyncSession, waiting: RepresentativeChange) -> None:
    mine = col(RepresentativeConsent.process_id) == waiting.process_id
    await execute(db, sa.delete(RepresentativeConsent).where(mine))
    await db.delete(waiting)
    await db.flush()
