"""The numbers of each process's signed contract versions, and which of them holds on a day."""

from collections.abc import Sequence
from datetime import date
from typing import Any, cast
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.billing.items import cancellation
from services.billing.items.cancellation import CancellationTerms, Notice, Tier
from services.billing.items.trial_prices import percent_of_trial
from services.billing.tables import DatedTerms
from services.messages.billing import ItemKind
from services.messages.contracts import ContractAmended, ContractSigned, TrialAgreed
from services.messages.intake import TrialPrice
from services.messages.promises import Promises
from services.messages.values import CancellationTier, LengthPrice
from services.runtime.commands.refusal import Refusal
from services.runtime.finland import local_date
from services.runtime.storage.database import execute

TRIAL = 0
"""Which version the trial is; the contract's begin with 1."""
# Put together once: every session that is recorded asks them.
_mine = col(DatedTerms.process_id) == sa.bindparam("process_id", type_=sa.Uuid())
_FIRST = select(DatedTerms.version).where(_mine, DatedTerms.version <= 1).order_by(col(DatedTerms.version))
_ALONE, _AMONG_OTHERS = _FIRST.with_for_update(), _FIRST.with_for_update(read=True)
_STARTED = {
    trial: select(DatedTerms)
    .where(
        _mine,
        (DatedTerms.version == TRIAL) if trial else (DatedTerms.version > TRIAL),
        col(DatedTerms.starts_on) <= sa.bindparam("day", type_=sa.Date()),
        col(DatedTerms.duration_minutes) == sa.bindparam("minutes", type_=sa.Integer()),
    )
    .order_by(col(DatedTerms.version).desc())
    for trial in (False, True)
}


class TermsNotKnownYet(Exception):
    """The contract comes by another stream and may come later: the event is delivered again."""


async def keep(db: AsyncSession, event: ContractSigned | ContractAmended) -> None:
    """Keeps the version's numbers; of an amendment, from the day on from which it holds.

    Refuses: "tiers_in_two_units".
    """
    if await db.get(DatedTerms, (event.process_id, event.version)):
        return
    await take_turn(db, event.process_id, alone=True)
    facts = _facts(event)
    if isinstance(event, ContractAmended):
        facts["starts_on"] = event.effective_from
    db.add(DatedTerms(process_id=event.process_id, version=event.version, **facts))
    await db.flush()
    await ends(db, event.process_id, local_date(event.ends_at))


async def ends(db: AsyncSession, process_id: UUID, on: date) -> None:
    """The contract's last day is another from now on: every change of it is said in turn."""
    mine = col(DatedTerms.process_id) == process_id
    await execute(db, sa.update(DatedTerms).where(mine, col(DatedTerms.version) > TRIAL).values(ends_on=on))


async def withdrawn(db: AsyncSession, process_id: UUID) -> None:
    """A private person has withdrawn from the contract in time: what was not held costs nothing."""
    await take_turn(db, process_id, alone=True)
    mine = (col(DatedTerms.process_id) == process_id) & (col(DatedTerms.version) > TRIAL)
    await execute(db, sa.update(DatedTerms).where(mine).values(withdrawn=True))


async def keep_trial(db: AsyncSession, event: TrialAgreed) -> None:
    """As version 0. Refuses: "tiers_in_two_units"."""
    if await db.get(DatedTerms, (event.process_id, TRIAL)):
        return
    facts = _facts(event) | {"trial_price": event.price}
    db.add(DatedTerms(process_id=event.process_id, version=TRIAL, **facts))
    await db.flush()


def _facts(event: ContractSigned | ContractAmended | TrialAgreed) -> dict[str, Any]:
    cancellation_terms(event.terms.cancellation_tiers, event.terms.no_show_percent)
    facts = event.terms.model_dump(include=set(DatedTerms.model_fields))
    facts["consumer"] = event.terms.consumer_price_cents is not None
    return facts | event.parties.model_dump(include={"supervisor_id", "supervisee_ids"})


def promises_of(terms: DatedTerms) -> Promises:
    """What the provider promised to the process."""
    return Promises.model_validate(terms.promises)


async def add_member(db: AsyncSession, process_id: UUID, person_id: UUID) -> None:
    """Who joins may come to act for the group, and ask what it costs."""
    if terms := await latest(db, process_id):
        terms.supervisee_ids = list(dict.fromkeys([*terms.supervisee_ids, person_id]))


async def in_force_for_item(
    db: AsyncSession, process_id: UUID, on: date, minutes: int, *, trial: bool = False
) -> DatedTerms:
    """As `in_force`, for what is kept by it: a version that comes meanwhile waits, and then finds what was kept."""
    await take_turn(db, process_id, alone=False)
    return await in_force(db, process_id, on, minutes, trial=trial)


async def take_turn(db: AsyncSession, process_id: UUID, *, alone: bool) -> None:
    """Until the commit, on the first version's row, and the trial's: who says something that counts for items (alone)
    against who keeps one, for the one would not see the other. After the counter of invoices, where that is waited for,
    and before any item.
    """
    await db.exec(_ALONE if alone else _AMONG_OTHERS, params={"process_id": process_id})


async def in_force(
    db: AsyncSession, process_id: UUID, on: date, minutes: int, *, trial: bool = False
) -> DatedTerms:
    """The latest version that had started on the day and has a price for this length.

    on: the session's date. trial: by what is agreed of the trial alone; a session of the contract never has that.
    Prices are for a session length and are not linear, so another length's is no price.
    Raises TermsNotKnownYet, never guesses.
    """
    asked = {"process_id": process_id, "day": on, "minutes": minutes}
    terms = (await db.exec(_STARTED[trial], params=asked)).first()
    if terms is None:
        raise TermsNotKnownYet
    return terms


async def of_day(db: AsyncSession, process_id: UUID, on: date) -> DatedTerms:
    """The contract's version in force, for what has no length. Refuses: unknown_process, outside_the_contract."""
    mine = select(DatedTerms).where(DatedTerms.process_id == process_id, DatedTerms.version > TRIAL)
    versions = list(await db.exec(mine.order_by(col(DatedTerms.version).desc())))
    if not versions:
        raise Refusal("unknown_process", "process_id")
    for version in versions:
        if version.starts_on <= on and (version.ends_on is None or on <= version.ends_on):
            return version
    raise Refusal("outside_the_contract", "performed_on")


async def latest(db: AsyncSession, process_id: UUID) -> DatedTerms | None:
    """The newest version, started or not: whose the process is."""
    mine = select(DatedTerms).where(DatedTerms.process_id == process_id)
    return (await db.exec(mine.order_by(col(DatedTerms.version).desc()).limit(1))).first()


def agreed_length(terms: DatedTerms) -> LengthPrice:
    return LengthPrice(minutes=terms.duration_minutes, price_cents=terms.price_cents)


def other_lengths(terms: DatedTerms) -> list[LengthPrice]:
    return [LengthPrice.model_validate(one) for one in terms.length_prices]


def percent_for(kind: ItemKind, notice: Notice | None, terms: DatedTerms) -> int:
    """The percent of the session's price to charge. Refuses: as `cancellation.percent_for`."""
    if terms.withdrawn and kind is not ItemKind.HELD:
        return 0
    if terms.trial_price:
        return percent_of_trial(cast(TrialPrice, terms.trial_price), kind, notice, cancellation_of(terms))
    return cancellation.percent_for(kind, notice, cancellation_of(terms))


def cancellation_of(terms: DatedTerms) -> CancellationTerms:
    return cancellation_terms(tiers_of(terms), terms.no_show_percent, terms.termination_fee_percent)


def tiers_of(terms: DatedTerms) -> list[CancellationTier]:
    return [CancellationTier.model_validate(tier) for tier in terms.cancellation_tiers]


def cancellation_terms(
    tiers: Sequence[CancellationTier], no_show_percent: int, termination_fee_percent: int = 0
) -> CancellationTerms:
    """The clause as the rule reads it. Refuses: "tiers_in_two_units" (hours and working days in one clause)."""
    hours = tuple(Tier(t.notice_hours, t.percent) for t in tiers if t.notice_hours is not None)
    days = tuple(Tier(t.notice_working_days, t.percent) for t in tiers if t.notice_working_days is not None)
    if (hours and days) or len(hours) + len(days) < len(tiers):
        raise Refusal("tiers_in_two_units", "cancellation_tiers")
    if days:
        return CancellationTerms("working_days", days, no_show_percent, termination_fee_percent)
    return CancellationTerms("hours", hours, no_show_percent, termination_fee_percent)
