"""What was said of a contract's end before its last day: the word that holds, and how one is carried out."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.contracts.changes import amendments, pausing
from services.contracts.papers import promised_times
from services.contracts.tables import Contract, Termination
from services.messages import contracts as messages
from services.messages.values import Party
from services.runtime.events.announcing import announce
from services.runtime.finland import local_date


async def latest(db: AsyncSession, process_id: UUID) -> Termination | None:
    mine = select(Termination).where(Termination.process_id == process_id)
    return (await db.exec(mine.order_by(col(Termination.number).desc()).limit(1))).first()


async def told_by(db: AsyncSession, process_id: UUID, day: date) -> Termination | None:
    """The word that held on that day."""
    said = await every(db, process_id)
    return next((one for one in said if local_date(one.terminated_at) <= day), None)


async def every(db: AsyncSession, process_id: UUID) -> Sequence[Termination]:
    """The last one first."""
    mine = select(Termination).where(Termination.process_id == process_id)
    return (await db.exec(mine.order_by(col(Termination.number).desc()))).all()


async def carry_out(
    db: AsyncSession, contract: Contract, said: Termination, stops_at: datetime | None = None
) -> None:
    """It ends on that day for every rule, and its pause with it.

    Next: services/sessions/changes/ending.py:end_early
    """
    if before := await latest(db, contract.process_id):
        said.number = before.number + 1
    db.add(said)
    contract.ends_on = said.last_day
    await pausing.end_with_contract(db, contract.process_id, said.terminated_at)
    amendment_off = await amendments.end_with_contract(db, contract.process_id, early=True)
    await db.flush()
    await announce(db, messages.ProcessTerminated(
        process_id=contract.process_id,
        version=contract.version,
        by=Party(said.by),
        last_day=said.last_day,
        ends_at=promised_times.last_morning(contract),
        final_review="waived" if said.waives_review else "open",
        terminated_at=said.terminated_at,
        costs=costs_of(said),
        stops_at=stops_at,
        agreed=said.how == "agreed",
        withdraws=said.withdraws,
        renewal_off=said.renewal_off,
        amendment_off=amendment_off,
        unbegun_from=unbegun_from(contract, said.last_day),
        fee_percent=_fee(contract, said) if said.how == "notice" else None,
    ))  # fmt: skip


def unbegun_from(contract: Contract, last_day: date) -> date | None:
    """Its first day, where it ends before that."""
    return contract.starts_on if last_day < contract.starts_on else None


def costs_of(said: Termination) -> messages.EndCosts:
    """Nobody pays for what the supervisor ends, for an end that the provider has to answer for, or for a withdrawal."""
    if said.how == "notice":
        return "nothing" if said.by == Party.SUPERVISOR else "agreed_fee"
    is_theirs = said.how == "at_once" and said.by == Party.SUPERVISEE and not said.withdraws
    return "by_notice" if is_theirs else "nothing"


def _fee(contract: Contract, said: Termination) -> int:
    return contract.termination_fee_percent if costs_of(said) == "agreed_fee" else 0


def shown(contract: Contract, said: Termination | None) -> dict[str, Any]:
    """Of a preview, what was agreed and what was said."""
    agreed: dict[str, Any] = {
        "notice": messages.NoticePeriod.model_validate(contract.notice),
        "fee_percent": contract.termination_fee_percent,
        "may_terminate": False,
    }
    if said is None:
        return agreed
    told = said.model_dump(
        include={"last_day", "by", "how", "reason", "charges", "successor_stands", "withdraws"}
    )
    return {
        **agreed,
        **told,
        "reason_code": said.reason_code or None,
        "already": True,
        "renewal_off": said.renewal_off is not None,
        "unbegun_from": unbegun_from(contract, said.last_day),
        "to_confirm": said.how == "at_once" and said.confirmed_at is None,
        "may_charge": costs_of(said) == "by_notice",
    }
