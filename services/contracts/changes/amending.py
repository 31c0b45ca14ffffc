"""A signed contract is to change: its next version, beside it, goes to those whom the change concerns."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from services.contracts.changes import affected, amendments
from services.contracts.ending import continuation, terminations
from services.contracts.papers import paper, promised_times, versions
from services.contracts.papers.terms import terms_of
from services.contracts.papers.wording import wording
from services.contracts.parties import membership, representatives
from services.contracts.showing import belonging
from services.contracts.signing import effects, signatures
from services.contracts.tables import Contract, Withdrawal
from services.messages import contracts as messages
from services.messages.values import Party, Utc
from services.runtime.commands.refusal import Refusal
from services.runtime.events.announcing import announce
from services.runtime.finland import local_date
from services.runtime.policy import can, sees

_NEW = (versions.OF_ONE_VERSION - {"interest"}) | {"signed_at", "supersedes", "effective_from", "changed"}
_NEW |= {"asked_parties", "asks_members", "lapses_at", "until_day", "change_reason"}
_SERIES = {"duration_minutes", "base_interval_days", "sessions_agreed", "ends_on"}


@dataclass(frozen=True)
class When:
    """From which day on it is to hold, and when that is said."""

    effective_from: date
    as_of: Utc


async def preview(
    db: AsyncSession, query: messages.PreviewAmendment, facts: dict[str, Any], recorded: date | None
) -> messages.AmendmentPreview:
    """facts: as of `draft`. Refuses: see PreviewAmendment."""
    base = await changeable(db, query.process_id, lock=False)
    if await versions.open_amendment(db, query.process_id, lock=False):
        raise Refusal("amendment_open", "process_id")
    wanted = await _version(db, base, query, facts, recorded)
    return shown(base, wanted)


async def draft(
    db: AsyncSession, order: messages.DraftAmendment, facts: dict[str, Any], recorded: date | None
) -> Contract:
    """facts: what follows from its changes by another service's word. recorded: as of `signatures.sign`.

    Refuses: see DraftAmendment.
    Next: services/contracts/signing/effects.py:stand
    """
    base = await changeable(db, order.process_id, lock=True)
    return await send_out(db, await _version(db, base, order, facts, recorded), order.as_of)


async def send_out(db: AsyncSession, wanted: Contract, at: Utc) -> Contract:
    """To those whom it concerns; where that is nobody, it stands at once. Refuses: amendment_open."""
    if waiting := await versions.open_amendment(db, wanted.process_id):
        if _same(waiting, wanted):
            return waiting
        raise Refusal("amendment_open", "process_id")
    newest = await versions.find_being_made(db, wanted.process_id)
    wanted.version = newest.version + 1
    wanted.clause_texts, wanted.paper = paper.clause_texts(wanted), paper.canonical_text(wanted)
    db.add(wanted)
    await db.flush()
    await announce(db, _drafted(wanted))
    if not wanted.asked_parties:
        await effects.stand(db, wanted, at)
        return wanted
    await signatures.ask(db, wanted, signed=())
    await signatures.ask_for_consents(db, wanted)
    return wanted


async def withdraw(db: AsyncSession, order: messages.WithdrawAmendment) -> None:
    """The same said again, nothing more. Refuses: see WithdrawAmendment."""
    reason = order.reason.strip()
    if not reason:
        raise Refusal("reason_missing", "reason", "is needed")
    if said := await db.get(Withdrawal, (order.process_id, order.version)):
        if said.reason != reason:
            raise Refusal("already_withdrawn", "reason", "was given otherwise")
        return
    waiting = await versions.open_amendment(db, order.process_id)
    if waiting is None:
        raise Refusal("no_amendment_open", "process_id")
    versions.check_version(waiting, order.version)
    kept = order.model_dump(include={"process_id", "version"}) | {"person_id": order.withdrawn_by}
    db.add(Withdrawal(**kept, reason=reason, withdrawn_at=order.as_of))
    await amendments.end(db, waiting, "withdrawn")


async def compare(db: AsyncSession, query: messages.ShowAmendment, today: date) -> messages.AmendmentPreview:
    """today: as of contract_cards.show. Refuses: unknown_process, the same for a stranger; unknown_version."""
    counting = await versions.find(db, query.process_id, lock=False)
    belongs = await belonging.belongs_to(db, counting, query.viewer, today)
    if not can(query.viewer, "read_contract", belongs):
        raise Refusal("unknown_process", "process_id")
    changed = await db.get(Contract, (query.process_id, query.version))
    if changed is None or changed.supersedes is None:
        raise Refusal("unknown_version", "version")
    base = await db.get(Contract, (query.process_id, changed.supersedes))
    assert base
    told = shown(base, changed)
    if told.supervisor is None or sees(query.viewer, "supervisor_reason", belongs) == "yes":
        return told
    unsaid = told.supervisor.model_copy(update={"reason_code": None})
    return told.model_copy(update={"supervisor": unsaid})


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
        supervisor=_supervisors(base, changed),
    )


def _supervisors(base: Contract, changed: Contract) -> messages.SupervisorCompared | None:
    if "supervisor_id" not in changed.changed:
        return None
    reason = messages.SupervisorReason(changed.change_reason) if changed.change_reason else None
    return messages.SupervisorCompared(
        before_id=base.supervisor_id,
        supervisor_id=changed.supervisor_id,
        until_day=changed.until_day,
        reason_code=reason,
    )


def _texts(contract: Contract) -> dict[messages.Clause, str]:
    told = contract.clause_texts or paper.clause_texts(contract)
    return {messages.Clause(name): text for name, text in told.items()}


async def changeable(db: AsyncSession, process_id: UUID, *, lock: bool) -> Contract:
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
    own = _of_its_own(base, when, changed)
    wanted = Contract(
        **base.model_dump(exclude=_NEW) | columns | facts | own | await _members(db, base, today)
    )
    effects.check_day(wanted, recorded)
    return wanted


def _of_its_own(base: Contract, asked: When, changed: set[str]) -> dict[str, Any]:
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
        for name, text in columns.get("clauses", {}).items()
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
    names = {"effective_from", "until_day", "changed", *waiting.changed} & set(Contract.model_fields)
    return waiting.clauses == wanted.clauses and all(
        getattr(waiting, one) == getattr(wanted, one) for one in names
    )


def _drafted(amendment: Contract) -> messages.AmendmentDrafted:
    told = affected.concerned(amendment.changed).told
    names = {"process_id", "version", "supersedes", "effective_from", "lapses_at", "until_day"}
    if "supervisor_id" in amendment.changed:
        names.add("supervisor_id")
    return messages.AmendmentDrafted.model_validate(
        {
            **amendment.model_dump(include=names),
            "changes": amendment.changed,
            "asks": amendment.asked_parties,
            "members": amendment.asks_members,
            "tells": [one for one in Party if one in told],
        }
    )
