"""The next version of a signed contract, as it would be: what is another in it, from which day, and for whom."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from services.contracts.changes import affected, amendments
from services.contracts.ending import continuation, successors, terminations
from services.contracts.papers import clauses, promised_times, versions
from services.contracts.parties import membership, representatives
from services.contracts.signing import effects, signing_order
from services.contracts.tables import Contract
from services.messages import contracts as messages
from services.messages.cancelling import settled, tiers_fault
from services.messages.values import CancellationTier, Party, Utc
from services.runtime.commands.refusal import Refusal
from services.runtime.finland import local_date

_NEW = (versions.OF_ONE_VERSION - {"interest"}) | {
    "signed_at", "supersedes", "effective_from", "changed",
    "asked_parties", "asks_members", "lapses_at", "too_late_at", "until_day", "change_reason",
}  # fmt: skip


_PRICED = {"price_cents", "consumer_price_cents"}


@dataclass(frozen=True)
class When:
    """From which day on it is to hold, and when that is said."""

    effective_from: date
    as_of: Utc


async def changeable(
    db: AsyncSession, process_id: UUID, *, lock: bool, while_ending: bool = False
) -> Contract:
    """while_ending: also by notice, or by what all have agreed to, until its last day.

    Refuses: unknown_process, contract_not_signed, process_ended, already_terminated.
    """
    contract = await versions.find(db, process_id, lock=lock)
    if contract.status != "signed":
        raise Refusal("contract_not_signed", "process_id")
    if await continuation.has_ended(db, process_id):
        raise Refusal("process_ended", "process_id")
    said = await terminations.latest(db, process_id)
    if said and not (while_ending and said.how != "at_once"):
        raise Refusal("already_terminated", "process_id")
    return contract


async def version_asked_for(
    db: AsyncSession,
    base: Contract,
    asked: messages.PreviewAmendment | messages.DraftAmendment,
    facts: dict[str, Any],
    recorded: date | None,
) -> Contract:
    """As it would be; not yet in the database."""
    columns = _columns(base, asked.changes)
    return await version_with(db, base, columns, facts, When(asked.effective_from, asked.as_of), recorded)


async def version_with(
    db: AsyncSession,
    base: Contract,
    columns: dict[str, Any],
    facts: dict[str, Any],
    when: When,
    recorded: date | None,
) -> Contract:
    """columns: what is to be another; facts: what follows from it. Refuses: see DraftAmendment."""
    changed = _changed(base, columns)
    if not changed:
        raise Refusal("nothing_changes", "changes")
    today = local_date(when.as_of)
    _check(base, columns, when.effective_from, today)
    if columns.get("ends_on", base.ends_on) > base.ends_on and await successors.is_signed(
        db, base.process_id
    ):
        raise Refusal("renewal_signed", "ends_on")
    ends = (base.ends_on, columns.get("ends_on"), facts.get("until_day"))
    held = await amendments.held_days(db, base, when.as_of)
    members = await _members(db, base, today)
    if contact := columns.get("commissioner_id"):
        signing_order.check_apart(**members, commissioner_id=contact, field="commissioner_id")
    own = _of_its_own(base, when, changed, min(one for one in ends if one), held)
    wanted = Contract(**base.model_dump(exclude=_NEW) | columns | facts | own | members)
    effects.check_day(wanted, recorded)
    return wanted


def _of_its_own(
    base: Contract, asked: When, changed: set[str], last_day: date, held_days: int
) -> dict[str, Any]:
    """last_day: of what is to be another, and of the contract as it stands. held_days: by pauses."""
    whom = affected.concerned(changed)
    return {
        "priced_from": asked.effective_from if changed & _PRICED else base.priced_from,
        "version": base.version + 1,
        "status": "signing",
        "supersedes": base.version,
        "effective_from": asked.effective_from,
        "changed": sorted(changed),
        "asked_parties": [one for one in Party if one in whom.signs],
        "asks_members": whom.members,
        "drafted_at": asked.as_of,
        "signing_since": asked.as_of,
        "lapses_at": promised_times.lapses(base, asked.as_of, last_day, held_days) if whom.signs else None,
    }


async def _members(db: AsyncSession, base: Contract, today: date) -> dict[str, Any]:
    """Who is still one, and who acts for them today."""
    represents = await representatives.on_day(db, base, today)
    return {
        "representative_id": represents or base.representative_id,
        "supervisee_ids": await membership.staying(db, base),
    }


def _columns(base: Contract, changes: messages.Changes) -> dict[str, Any]:
    told = changes.model_dump(exclude={"clauses"})
    said = {name: value for name, value in told.items() if value is not None}
    if changes.cancellation_tiers:
        said["cancellation_tiers"] = [one.model_dump() for one in settled(changes.cancellation_tiers)]
    words = {clause.value: text.strip() for clause, text in changes.clauses.items()}
    return {**said, "clauses": {**base.clauses, **words}}


def _changed(base: Contract, columns: dict[str, Any]) -> set[str]:
    """The names of the columns and of the clauses that are another."""
    numbers = {name for name, value in columns.items() if name != "clauses" and getattr(base, name) != value}
    words = {
        name
        for name, text in columns.get("clauses", {}).items()
        if base.clauses.get(name, "").strip() != text.strip()
    }
    return numbers | words


def _check(base: Contract, columns: dict[str, Any], effective_from: date, today: date) -> None:
    """Refuses: price_of_nothing, effective_in_the_past, change_to_come (an earlier day than a signed change's),
    outside_the_contract, ends_before_start, clauses_incomplete, tiers_in_two_units, notice_twice, later_costs_less.
    """
    if clauses.missing(columns.get("clauses", base.clauses)):
        raise Refusal("clauses_incomplete", "changes")
    if columns.get("price_cents") == 0:
        raise Refusal("price_of_nothing", "price_cents")
    if effective_from < today:
        raise Refusal("effective_in_the_past", "effective_from")
    if base.effective_from and effective_from < base.effective_from <= base.ends_on:
        raise Refusal("change_to_come", "effective_from")
    if not base.starts_on <= effective_from <= base.ends_on:
        raise Refusal("outside_the_contract", "effective_from")
    if columns.get("ends_on", base.ends_on) < effective_from:
        raise Refusal("ends_before_start", "ends_on")
    tiers = [CancellationTier.model_validate(one) for one in columns.get("cancellation_tiers", [])]
    if wrong := tiers_fault(tiers):
        raise Refusal(wrong, "cancellation_tiers")
