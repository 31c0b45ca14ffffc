"""The pauses of a process as they are shown, and what the viewer may do."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.contracts.ending import continuation
from services.contracts.papers import promised_times, versions
from services.contracts.parties import speaking
from services.contracts.showing import belonging
from services.contracts.tables import Contract, Pause, Termination
from services.messages import contracts as messages
from services.messages.values import Party, Role, Utc, Viewer
from services.runtime.commands.refusal import Refusal
from services.runtime.finland import ONE_DAY, local_date
from services.runtime.policy import can


async def shown_to(db: AsyncSession, query: messages.ShowPauses) -> messages.PauseShown:
    """Refuses: unknown_process, contract_not_signed."""
    contract = await versions.find(db, query.process_id, lock=False)
    held = await versions.in_force(db, query.process_id, local_date(query.as_of))
    if not can(query.viewer, "pause_process", belonging.belongs_of(held)):
        raise Refusal("unknown_process", "process_id")
    if contract.status != "signed":
        raise Refusal("contract_not_signed", "process_id")
    return await shown(db, contract, query.as_of, query.viewer)


async def is_terminated(db: AsyncSession, process_id: UUID) -> bool:
    said = select(Termination.process_id).where(Termination.process_id == process_id)
    return (await db.exec(said.limit(1))).first() is not None


async def pauses_of(db: AsyncSession, process_id: UUID) -> Sequence[Pause]:
    mine = select(Pause).where(Pause.process_id == process_id).order_by(col(Pause.from_day))
    return (await db.exec(mine)).all()


def standing(pauses: Sequence[Pause], today: date) -> list[Pause]:
    """Those that go on or lie ahead, but what was called off before it had begun."""
    return [one for one in pauses if (one.goes_on or date.max) > max(today, one.from_day)]


def on_day(pauses: Sequence[Pause], day: date) -> tuple[date, date | None] | None:
    """The first and last day of the one that this is a day of; no last day while it is open."""
    for one in pauses:
        if one.from_day <= day < (one.goes_on or date.max):
            return one.from_day, one.goes_on - ONE_DAY if one.goes_on else None
    return None


async def shown(
    db: AsyncSession, contract: Contract, at: Utc, viewer: Viewer | None = None
) -> messages.PauseShown:
    """viewer: none, and nothing is told of what may be done."""
    today = local_date(at)
    known = standing(await pauses_of(db, contract.process_id), today)
    with_reason = viewer is not None and viewer.role is Role.COORDINATOR
    is_open = any(one.goes_on is None for one in known)
    goes_on = not await continuation.is_over(db, contract, at)
    acts = viewer is not None and goes_on and await speaking.speaks(db, viewer, contract, today)
    acts = acts and not await is_terminated(db, contract.process_id)
    return messages.PauseShown(
        pauses=[
            _card(one, with_reason=with_reason, may_call_off=acts and one.from_day >= today) for one in known
        ],
        may_pause=acts and not is_open,
        may_resume=acts and is_open,
        may_end_sooner=acts and any(one.goes_on for one in known),
        as_party=await speaking.party_of(db, viewer, contract, today) if viewer else None,
        longest_days=promised_times.promises_of(contract).longest_pause_days,
    )


def _card(said: Pause, *, with_reason: bool, may_call_off: bool) -> messages.PauseCard:
    """Its last day is the one before it goes on, also where another was said at first. On its first day it can still
    be called off.
    """
    why = {"reason_code": said.reason_code, "reason": said.reason} if with_reason else {}
    until_day = said.goes_on - ONE_DAY if said.goes_on else said.until_day
    facts = {"from_day": said.from_day, "until_day": until_day, "goes_on": said.goes_on}
    return messages.PauseCard.model_validate(
        {**facts, "may_call_off": may_call_off, "by": Party(said.by), "asked_at": said.paused_at, **why}
    )
