"""All three parties agree on an earlier last day: one proposes it, the other two are asked, and silence is no."""

from collections.abc import Sequence
from datetime import date, timedelta

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.contracts.ending import continuation, terminations, what_follows
from services.contracts.papers import promised_times, versions
from services.contracts.parties import speaking
from services.contracts.showing import belonging
from services.contracts.tables import Contract, EarlierEnd, EarlierEndAnswer, Termination
from services.messages import contracts as messages
from services.messages.values import Party, Role, Utc, Viewer
from services.runtime.commands.refusal import Refusal
from services.runtime.events.announcing import announce
from services.runtime.finland import ONE_DAY, local_date
from services.runtime.policy import can


async def show(db: AsyncSession, query: messages.ShowEarlierEnd) -> messages.EarlierEndShown:
    """Refuses: unknown_process, contract_not_signed."""
    contract = await versions.find(db, query.process_id, lock=False)
    held = await versions.in_force(db, query.process_id, local_date(query.as_of))
    if not can(query.viewer, "terminate_process", belonging.belongs_of(held)):
        raise Refusal("unknown_process", "process_id")
    if contract.status != "signed":
        raise Refusal("contract_not_signed", "process_id")
    return await _shown(db, contract, query.as_of, query.viewer)


async def propose(db: AsyncSession, order: messages.ProposeEarlierEnd) -> messages.EarlierEndShown:
    """The same said again, nothing more. Refuses: see ProposeEarlierEnd.

    Next: services/contracts/ending/earlier_ends.py:answer
    """
    contract = await _going_on(db, order)
    today = local_date(order.as_of)
    if found := await _open(db, contract, order.as_of):
        said = (found.by, found.last_day, found.successor_stands)
        if said != (order.by, order.last_day, order.successor_stands):
            raise Refusal("end_proposed_already", "last_day")
        return await _shown(db, contract, order.as_of)
    if order.last_day < today:
        raise Refusal("day_is_past", "last_day")
    if order.last_day >= contract.ends_on:
        raise Refusal("not_an_earlier_day", "last_day")
    row = EarlierEnd(
        number=await _next_number(db, contract),
        **order.model_dump(include={"process_id", "by", "last_day", "successor_stands"}),
        proposed_at=order.as_of,
        person_id=order.proposed_by,
        answer_by=min(today + _to_answer(contract), order.last_day),
    )
    db.add(row)
    await db.flush()
    await _keep(db, row, order.by, order.proposed_by, order.as_of, agrees=True)
    asked = [one for one in Party if one is not order.by]
    facts = row.model_dump(include={"process_id", "number", "by", "last_day", "answer_by"})
    await announce(db, messages.EarlierEndProposed(**facts, asked=asked))
    return await _shown(db, contract, order.as_of)


def _to_answer(contract: Contract) -> timedelta:
    return timedelta(days=promised_times.promises_of(contract).earlier_end_days)


async def answer(db: AsyncSession, order: messages.AnswerEarlierEnd) -> messages.EarlierEndShown:
    """The same said again, nothing more. Refuses: see AnswerEarlierEnd.

    Next: services/contracts/ending/terminations.py:carry_out
    """
    contract = await _going_on(db, order)
    row = await _open(db, contract, order.as_of)
    if row is None:
        raise Refusal("nothing_proposed", "process_id")
    if order.last_day != row.last_day:
        raise Refusal("last_day_changed", "last_day")
    if order.by in await _agreed(db, row):
        if not order.agrees:
            raise Refusal("already_answered", "agrees")
        return await _shown(db, contract, order.as_of)
    await _keep(db, row, order.by, order.answered_by, order.as_of, agrees=order.agrees)
    facts = {"process_id": order.process_id, "by": order.by, "last_day": row.last_day}
    if not order.agrees:
        row.closed_at = order.as_of
        await announce(db, messages.EarlierEndRefused(**facts, number=row.number))
        return await _shown(db, contract, order.as_of)
    await announce(db, messages.EarlierEndAgreed(**facts))
    if set(await _agreed(db, row)) == set(Party):
        await _carry_out(db, contract, row, order)
    return await _shown(db, contract, order.as_of)


async def _carry_out(
    db: AsyncSession, contract: Contract, row: EarlierEnd, order: messages.AnswerEarlierEnd
) -> None:
    row.closed_at = order.as_of
    follows = await continuation.close_early(db, contract, row.person_id, order.as_of)
    said = Termination(
        process_id=row.process_id,
        terminated_at=order.as_of,
        how="agreed",
        by=row.by,
        person_id=row.person_id,
        reason_code="",
        reason="",
        waives_review=False,
        agreed_until=contract.ends_on,
        last_day=row.last_day,
    )
    await terminations.carry_out(db, contract, said)
    await what_follows.end_with(db, follows, said, stands=row.successor_stands)


async def _going_on(
    db: AsyncSession, order: messages.ProposeEarlierEnd | messages.AnswerEarlierEnd
) -> Contract:
    """Refuses: unknown_process, contract_not_signed, process_ended."""
    contract = await continuation.signed(db, order.process_id)
    if await continuation.has_ended(db, order.process_id):
        raise Refusal("process_ended", "process_id")
    return contract


async def _open(db: AsyncSession, contract: Contract, at: Utc) -> EarlierEnd | None:
    """The one that may still be answered: silence until the end of its day, and another earlier end, is no."""
    mine = (
        col(EarlierEnd.process_id) == contract.process_id,
        col(EarlierEnd.closed_at).is_(None),
        col(EarlierEnd.answer_by) >= local_date(at),
        col(EarlierEnd.last_day) < contract.ends_on,
    )
    return (await db.exec(select(EarlierEnd).where(*mine).limit(1))).first()


async def _next_number(db: AsyncSession, contract: Contract) -> int:
    """The contract is locked."""
    mine = select(sa.func.max(EarlierEnd.number)).where(EarlierEnd.process_id == contract.process_id)
    return ((await db.exec(mine)).first() or 0) + 1


async def _agreed(db: AsyncSession, row: EarlierEnd) -> Sequence[Party]:
    mine = (
        EarlierEndAnswer.process_id == row.process_id,
        EarlierEndAnswer.number == row.number,
        col(EarlierEndAnswer.agrees),
    )
    found = set((await db.exec(select(EarlierEndAnswer.party).where(*mine))).all())
    return [party for party in Party if party in found]


async def _keep(
    db: AsyncSession, row: EarlierEnd, party: Party, person_id: object, at: Utc, *, agrees: bool
) -> None:
    facts = {**row.model_dump(include={"process_id", "number"}), "party": party, "person_id": person_id}
    db.add(EarlierEndAnswer(**facts, agrees=agrees, answered_at=at))
    await db.flush()


async def _shown(
    db: AsyncSession, contract: Contract, at: Utc, viewer: Viewer | None = None
) -> messages.EarlierEndShown:
    today: date = local_date(at)
    row = await _open(db, contract, at)
    goes_on = not await continuation.has_ended(db, contract.process_id)
    acts = viewer is not None and goes_on and await speaking.speaks(db, viewer, contract, today)
    as_party = await speaking.party_of(db, viewer, contract, today) if viewer else None
    latest = contract.ends_on - ONE_DAY
    follows_on = await what_follows.begins_on(db, contract.process_id)
    if row is None:
        may_propose = acts and latest >= today
        return messages.EarlierEndShown(
            latest=latest, may_propose=may_propose, as_party=as_party, follows_on=follows_on
        )
    agreed = await _agreed(db, row)
    is_coordinator = viewer is not None and viewer.role is Role.COORDINATOR
    told = [one for one in agreed if is_coordinator or one in (row.by, as_party)]
    theirs = [one for one in Party if one not in agreed and (is_coordinator or one is as_party)]
    return messages.EarlierEndShown.model_validate({
        **row.model_dump(include={"last_day", "by", "answer_by", "successor_stands"}),
        "follows_on": follows_on,
        "latest": latest,
        "agreed": told,
        "as_party": as_party,
        "may_answer_for": theirs if acts else [],
    })  # fmt: skip
