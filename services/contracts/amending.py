"""A signed contract is to change: its next version, beside it, goes to those whom the change concerns."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from services.contracts import (
    affected,
    amendments,
    continuation,
    contract_cards,
    effects,
    membership,
    paper,
    promised_times,
    representatives,
    signatures,
    terminations,
    versions,
)
from services.contracts.tables import Contract, Withdrawal
from services.contracts.terms import terms_of
from services.contracts.wording import wording
from services.messages import contracts as messages
from services.messages.values import Party
from services.runtime.commands.refusal import Refusal
from services.runtime.events.announcing import announce
from services.runtime.finland import local_date
from services.runtime.policy import can

_NEW = (versions.OF_ONE_VERSION - {"interest"}) | {"signed_at", "supersedes", "effective_from", "changed"}
_NEW |= {"asked_parties", "asks_members", "lapses_at"}
_SERIES = {"duration_minutes", "base_interval_days", "sessions_agreed", "ends_on", "supervisor_id"}


async def preview(
    db: AsyncSession, query: messages.PreviewAmendment, facts: dict[str, Any], recorded: date | None
) -> messages.AmendmentPreview:
    """facts: as of `draft`. Refuses: see PreviewAmendment."""
    base = await _changeable(db, query.process_id, lock=False)
    if await versions.open_amendment(db, query.process_id, lock=False):
        raise Refusal("amendment_open", "process_id")
    wanted = await _version(db, base, query, facts, recorded)
    return shown(base, wanted)


async def draft(
    db: AsyncSession, order: messages.DraftAmendment, facts: dict[str, Any], recorded: date | None
) -> Contract:
    """facts: what follows from its changes by another service's word. recorded: as of `signatures.sign`.

    Refuses: see DraftAmendment.
    Next: services/contracts/effects.py:stand
    """
    base = await _changeable(db, order.process_id, lock=True)
    waiting = await versions.open_amendment(db, order.process_id)
    wanted = await _version(db, base, order, facts, recorded)
    if waiting:
        if _same(waiting, wanted):
            return waiting
        raise Refusal("amendment_open", "process_id")
    newest = await versions.find_being_made(db, order.process_id)
    wanted.version = newest.version + 1
    wanted.clause_texts, wanted.paper = paper.clause_texts(wanted), paper.canonical_text(wanted)
    db.add(wanted)
    await db.flush()
    await announce(db, _drafted(wanted))
    if not wanted.asked_parties:
        await effects.stand(db, wanted, order.as_of)
        return wanted
    await signatures.ask(db, wanted, signed=())
    await signatures.ask_for_consents(db, wanted)
    return wanted


async def withdraw(db: AsyncSession, order: messages.WithdrawAmendment) -> None:
    """The same said again, nothing more. Refuses: see WithdrawAmendment."""
    reason = order.reason.strip()
    if not reason:
        raise Refusal("reason_missing", "reason", "is needed")
    if await db.get(Withdrawal, (order.process_id, order.version)):
        return
    waiting = await versions.open_amendment(db, order.process_id)
    if waiting is None:
        raise Refusal("no_amendment_open", "process_id")
    versions.check_version(waiting, order.version)
    kept = order.model_dump(include={"process_id", "version"}) | {"person_id": order.withdrawn_by}
    db.add(Withdrawal(**kept, reason=reason, withdrawn_at=order.as_of))
    await amendments.end(db, waiting, "withdrawn")


async def compare(db: AsyncSession, query: messages.ShowAmendment) -> messages.AmendmentPreview:
    """Refuses: unknown_process, the same for a stranger; unknown_version."""
    counting = await versions.find(db, query.process_id, lock=False)
    if not can(query.viewer, "read_contract", contract_cards.belongs_of(counting)):
        raise Refusal("unknown_process", "process_id")
    changed = await db.get(Contract, (query.process_id, query.version))
    if changed is None or changed.supersedes is None:
        raise Refusal("unknown_version", "version")
    base = await db.get(Contract, (query.process_id, changed.supersedes))
    assert base
    return shown(base, changed)


def shown(base: Contract, changed: Contract) -> messages.AmendmentPreview:
    """Clause by clause, of those that differ."""
    before, after = _texts(base), _texts(changed)
    titles = wording(terms_of(changed).language)
    return messages.AmendmentPreview(
        asks=[Party(one) for one in changed.asked_parties],
        members=changed.asks_members,
        tells=[one for one in Party if one in affected.concerned(changed.changed).told],
        compared=[
            messages.ClauseCompared(
                clause=one, title=titles.title(one), old=before.get(one), new=after.get(one)
            )
            for one in messages.Clause
            if before.get(one) != after.get(one)
        ],
        series_changes=bool(_SERIES & set(changed.changed)),
    )


def _texts(contract: Contract) -> dict[messages.Clause, str]:
    told = contract.clause_texts or paper.clause_texts(contract)
    return {messages.Clause(name): text for name, text in told.items()}


async def _changeable(db: AsyncSession, process_id: UUID, *, lock: bool) -> Contract:
    """Refuses: unknown_process, contract_not_signed, process_ended, already_terminated."""
    contract = await versions.find(db, process_id, lock=lock)
    if contract.status != "signed":
        raise Refusal("contract_not_signed", "process_id")
    if await continuation.has_ended(db, process_id):
        raise Refusal("process_ended", "process_id")
    if await terminations.latest(db, process_id):
        raise Refusal("already_terminated", "process_id")
    return contract


async def _version(
    db: AsyncSession,
    base: Contract,
    asked: messages.PreviewAmendment | messages.DraftAmendment,
    facts: dict[str, Any],
    recorded: date | None,
) -> Contract:
    """As it would be; not yet in the database."""
    columns = _columns(base, asked.changes)
    changed = _changed(base, columns)
    if not changed:
        raise Refusal("nothing_changes", "changes")
    today = local_date(asked.as_of)
    _check(base, columns, asked.effective_from, today)
    own = _of_its_own(base, asked, changed)
    wanted = Contract(
        **base.model_dump(exclude=_NEW) | columns | facts | own | await _members(db, base, today)
    )
    effects.check_day(wanted, recorded)
    return wanted


def _of_its_own(
    base: Contract, asked: messages.PreviewAmendment | messages.DraftAmendment, changed: set[str]
) -> dict[str, Any]:
    whom = affected.concerned(changed)
    return {
        "version": base.version + 1,
        "status": "signing",
        "supersedes": base.version,
        "effective_from": asked.effective_from,
        "changed": sorted(changed),
        "asked_parties": [one for one in Party if one in whom.signs],
        "asks_members": whom.members,
        "drafted_at": asked.as_of,
        "signing_since": asked.as_of,
        "lapses_at": promised_times.lapses(asked.as_of) if whom.signs else None,
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
    words = {clause.value: text.strip() for clause, text in changes.clauses.items()}
    return {**said, "clauses": {**base.clauses, **words}}


def _changed(base: Contract, columns: dict[str, Any]) -> set[str]:
    """The names of the columns and of the clauses that are another."""
    numbers = {name for name, value in columns.items() if name != "clauses" and getattr(base, name) != value}
    words = {
        name
        for name, text in columns["clauses"].items()
        if base.clauses.get(name, "").strip() != text.strip()
    }
    return numbers | words


def _check(base: Contract, columns: dict[str, Any], effective_from: date, today: date) -> None:
    """Refuses: effective_in_the_past, outside_the_contract, ends_before_start, tiers_in_two_units."""
    if effective_from < today:
        raise Refusal("effective_in_the_past", "effective_from")
    if not (base.effective_from or base.starts_on) <= effective_from <= base.ends_on:
        raise Refusal("outside_the_contract", "effective_from")
    if columns.get("ends_on", base.ends_on) < effective_from:
        raise Refusal("ends_before_start", "ends_on")
    tiers = columns.get("cancellation_tiers", [])
    if len({one["notice_hours"] is None for one in tiers}) > 1:
        raise Refusal("tiers_in_two_units", "cancellation_tiers")


def _same(waiting: Contract, wanted: Contract) -> bool:
    names = {"effective_from", "changed", *waiting.changed} & set(Contract.model_fields)
    return waiting.clauses == wanted.clauses and all(
        getattr(waiting, one) == getattr(wanted, one) for one in names
    )


def _drafted(amendment: Contract) -> messages.AmendmentDrafted:
    told = affected.concerned(amendment.changed).told
    return messages.AmendmentDrafted.model_validate(
        {
            **amendment.model_dump(
                include={"process_id", "version", "supersedes", "effective_from", "lapses_at"}
            ),
            "changes": amendment.changed,
            "asks": amendment.asked_parties,
            "members": amendment.asks_members,
            "tells": [one for one in Party if one in told],
        }
    )
