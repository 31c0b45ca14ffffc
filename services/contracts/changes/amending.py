"""A signed contract is to change: its next version, beside it, goes to those whom the change concerns."""

from datetime import date
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from services.contracts.changes import affected, amendments
from services.contracts.changes.comparing import shown
from services.contracts.changes.next_version import changeable, version_asked_for
from services.contracts.papers import paper, versions
from services.contracts.signing import effects, signatures
from services.contracts.tables import Contract, Withdrawal
from services.messages import contracts as messages
from services.messages.values import Party, Utc
from services.runtime.commands.refusal import Refusal
from services.runtime.events.announcing import announce
from services.runtime.finland import local_date


async def preview(
    db: AsyncSession, query: messages.PreviewAmendment, facts: dict[str, Any], recorded: date | None
) -> messages.AmendmentPreview:
    """facts: as of `draft`. Refuses: see PreviewAmendment."""
    base = await changeable(db, query.process_id, lock=False)
    if await versions.open_amendment(db, query.process_id, lock=False):
        raise Refusal("amendment_open", "process_id")
    wanted = await version_asked_for(db, base, query, facts, recorded)
    return shown(base, wanted)


async def draft(
    db: AsyncSession, order: messages.DraftAmendment, facts: dict[str, Any], recorded: date | None
) -> Contract:
    """facts: what follows from its changes by another service's word. recorded: as of `signatures.sign`.

    Refuses: see DraftAmendment.
    Next: services/contracts/signing/effects.py:stand
    """
    base = await changeable(db, order.process_id, lock=True)
    return await send_out(db, await version_asked_for(db, base, order, facts, recorded), order.as_of)


async def send_out(db: AsyncSession, wanted: Contract, at: Utc) -> Contract:
    """To those whom it concerns; where that is nobody, it stands at once. Refuses: amendment_open."""
    if waiting := await versions.open_amendment(db, wanted.process_id):
        if _same(waiting, wanted):
            return waiting
        raise Refusal("amendment_open", "process_id")
    newest = await versions.find_being_made(db, wanted.process_id)
    wanted.version = newest.version + 1
    base = await versions.find(db, wanted.process_id)
    wanted.clause_texts = paper.clause_texts(wanted)
    wanted.paper = paper.canonical_text(wanted, comes_back=base.supervisor_id)
    db.add(wanted)
    await db.flush()
    await announce(db, _drafted(wanted))
    if not wanted.asked_parties:
        await effects.stand(db, wanted, at)
        return wanted
    today = local_date(at)
    await signatures.ask(db, wanted, (), today)
    await signatures.ask_for_consents(db, wanted, today)
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
