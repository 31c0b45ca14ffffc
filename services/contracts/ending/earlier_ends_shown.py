"""A proposed earlier end as it stands: which one may still be answered, who has agreed, and what a viewer may do."""

from collections.abc import Sequence
from datetime import date

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.contracts.ending import continuation, what_follows
from services.contracts.papers import versions
from services.contracts.parties import speaking
from services.contracts.showing import belonging
from services.contracts.tables import Contract, EarlierEnd, EarlierEndAnswer
from services.messages import contracts as messages
from services.messages.values import Party, Role, Utc, Viewer
from services.runtime.commands.refusal import Refusal
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
    return await shown(db, contract, query.as_of, query.viewer)


async def shown(
    db: AsyncSession, contract: Contract, at: Utc, viewer: Viewer | None = None
) -> messages.EarlierEndShown:
    today: date = local_date(at)
    row = await open_one(db, contract, at)
    goes_on = not await continuation.has_ended(db, contract.process_id)
    acts = viewer is not None and goes_on and await speaking.speaks(db, viewer, contract, today)
    as_party = await speaking.party_of(db, viewer, contract, today) if viewer else None
    latest = contract.ends_on - ONE_DAY
    follows = await what_follows.shown(db, contract, viewer, today)
    if row is None:
        may_propose = acts and latest >= today
        own = {"latest": latest, "may_propose": may_propose, "as_party": as_party}
        return messages.EarlierEndShown.model_validate(own | follows)
    agreed = await agreed_to(db, row)
    is_coordinator = viewer is not None and viewer.role is Role.COORDINATOR
    told = [one for one in agreed if is_coordinator or one in (row.by, as_party)]
    theirs = [one for one in Party if one not in agreed and (is_coordinator or one is as_party)]
    return messages.EarlierEndShown.model_validate({
        **row.model_dump(include={"number", "last_day", "by", "answer_by", "successor_stands"}),
        "may_take_back": acts and (is_coordinator or as_party == row.by),
        **follows,
        "latest": latest,
        "agreed": told,
        "as_party": as_party,
        "may_answer_for": theirs if acts else [],
    })  # fmt: skip


async def open_one(db: AsyncSession, contract: Contract, at: Utc) -> EarlierEnd | None:
    """The one that may still be answered: silence until the end of its day, and another earlier end, is no."""
    mine = (
        col(EarlierEnd.process_id) == contract.process_id,
        col(EarlierEnd.closed_at).is_(None),
        col(EarlierEnd.answer_by) >= local_date(at),
        col(EarlierEnd.last_day) < contract.ends_on,
    )
    return (await db.exec(select(EarlierEnd).where(*mine).limit(1))).first()


async def agreed_to(db: AsyncSession, row: EarlierEnd) -> Sequence[Party]:
    mine = (
        EarlierEndAnswer.process_id == row.process_id,
        EarlierEndAnswer.number == row.number,
        col(EarlierEndAnswer.agrees),
    )
    found = set((await db.exec(select(EarlierEndAnswer.party).where(*mine))).all())
    return [party for party in Party if party in found]
