"""All three parties agree on an earlier last day: one proposes it, the other two are asked, and silence is no.

Until the last of them has agreed, who proposed it may take it back.
"""

from collections.abc import Sequence
from datetime import timedelta

import sqlalchemy as sa
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.contracts.changes import amendments
from services.contracts.ending import choosing_anew, continuation, what_follows
from services.contracts.ending.earlier_ends_shown import agreed_to, open_one, shown
from services.contracts.papers import promised_times
from services.contracts.tables import Contract, EarlierEnd, EarlierEndAnswer, Termination
from services.messages import contracts as messages
from services.messages.values import Party, Utc
from services.runtime.commands.refusal import Refusal
from services.runtime.events.announcing import announce
from services.runtime.finland import local_date


async def propose(
    db: AsyncSession, order: messages.ProposeEarlierEnd, parties: Sequence[Party]
) -> messages.EarlierEndShown:
    """The same said again, nothing more. parties: for whom it is said. Refuses: see ProposeEarlierEnd.

    Next: services/contracts/ending/earlier_ends.py:answer
    """
    contract = await _going_on(db, order)
    today = local_date(order.as_of)
    if found := await open_one(db, contract, order.as_of):
        said = (found.by in parties, found.last_day, found.successor_stands)
        if said != (True, order.last_day, order.successor_stands):
            raise Refusal("end_proposed_already", "last_day")
        return await shown(db, contract, order.as_of)
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
    for party in parties:
        await _keep(db, row, party, order.proposed_by, order.as_of, agrees=True)
    seen = await shown(db, contract, order.as_of)
    await _ask_the_others(db, row, seen, parties)
    return seen


async def _ask_the_others(
    db: AsyncSession, row: EarlierEnd, seen: messages.EarlierEndShown, parties: Sequence[Party]
) -> None:
    """With what becomes of what follows. parties: who has said it."""
    facts = row.model_dump(include={"process_id", "number", "by", "last_day", "answer_by"})
    facts |= {"asked": [one for one in Party if one not in parties], "renewal_off": seen.renewal_off}
    facts |= {"successor_stands": seen.successor_stands} if seen.follows_on else {}
    facts["amendment_off"] = await amendments.open_for(db, row.process_id)
    await announce(db, messages.EarlierEndProposed.model_validate(facts))


def _to_answer(contract: Contract) -> timedelta:
    return timedelta(days=promised_times.promises_of(contract).earlier_end_days)


async def answer(
    db: AsyncSession, order: messages.AnswerEarlierEnd, parties: Sequence[Party]
) -> messages.EarlierEndShown:
    """The same said again, nothing more. parties: as of `propose`. Refuses: see AnswerEarlierEnd.

    Next: services/contracts/ending/terminations.py:carry_out
    """
    contract = await _going_on(db, order)
    row = await open_one(db, contract, order.as_of)
    if row is None or order.number not in (None, row.number):
        raise Refusal(await _why_over(db, contract, order.number), "process_id")
    if order.last_day != row.last_day:
        raise Refusal("last_day_changed", "last_day")
    if order.by in await agreed_to(db, row):
        if not order.agrees:
            raise Refusal("already_answered", "agrees")
        return await shown(db, contract, order.as_of)
    facts = {"process_id": order.process_id, "last_day": row.last_day}
    if not order.agrees:
        await _keep(db, row, order.by, order.answered_by, order.as_of, agrees=False)
        row.closed_at = order.as_of
        await announce(db, messages.EarlierEndRefused(**facts, by=order.by, number=row.number))
        return await shown(db, contract, order.as_of)
    for party in parties:
        await _keep(db, row, party, order.answered_by, order.as_of, agrees=True)
        await announce(db, messages.EarlierEndAgreed(**facts, by=party))
    if set(await agreed_to(db, row)) == set(Party):
        await _carry_out(db, contract, row, order)
    return await shown(db, contract, order.as_of)


async def take_back(db: AsyncSession, order: messages.TakeBackEarlierEnd) -> messages.EarlierEndShown:
    """The same said again, nothing more. Refuses: see TakeBackEarlierEnd."""
    contract = await _going_on(db, order)
    row = await db.get(EarlierEnd, (order.process_id, order.number))
    if row and row.by != order.by:
        raise Refusal("not_yours_to_decide", "taken_back_by")
    opened = await open_one(db, contract, order.as_of)
    if row is None or (row.taken_back_by is None and row != opened):
        raise Refusal("nothing_proposed", "process_id")
    if row.taken_back_by is None:
        row.closed_at, row.taken_back_by = order.as_of, order.taken_back_by
        await db.flush()
        facts = row.model_dump(include={"process_id", "number", "by", "last_day"})
        await announce(db, messages.EarlierEndTakenBack(**facts))
    return await shown(db, contract, order.as_of)


async def _why_over(db: AsyncSession, contract: Contract, number: int | None) -> str:
    """Of the proposal that somebody answers: a code of refusals. number: none for the newest."""
    newest = number or await _next_number(db, contract) - 1
    row = await db.get(EarlierEnd, (contract.process_id, newest))
    return "end_taken_back" if row and row.taken_back_by else "nothing_proposed"


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
    await what_follows.carry_out(db, contract, follows, said, stands=row.successor_stands)


async def _going_on(
    db: AsyncSession,
    order: messages.ProposeEarlierEnd | messages.AnswerEarlierEnd | messages.TakeBackEarlierEnd,
) -> Contract:
    """Refuses: unknown_process, contract_not_signed, process_ended."""
    await choosing_anew.hold_before(db, order.process_id)
    contract = await continuation.signed(db, order.process_id)
    if await continuation.has_ended(db, order.process_id):
        raise Refusal("process_ended", "process_id")
    return contract


async def _next_number(db: AsyncSession, contract: Contract) -> int:
    """The contract is locked."""
    mine = select(sa.func.max(EarlierEnd.number)).where(EarlierEnd.process_id == contract.process_id)
    return ((await db.exec(mine)).first() or 0) + 1


async def _keep(
    db: AsyncSession, row: EarlierEnd, party: Party, person_id: object, at: Utc, *, agrees: bool
) -> None:
    facts = {**row.model_dump(include={"process_id", "number"}), "party": party, "person_id": person_id}
    db.add(EarlierEndAnswer(**facts, agrees=agrees, answered_at=at))
    await db.flush()
