"""From the accepted proposal, or from the contract that is renewed, to a paper that can be signed."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.contracts.papers import (
    accepted,
    as_accepted,
    clauses,
    own_texts,
    paper,
    promised_times,
    terms,
    versions,
)
from services.contracts.parties import representatives
from services.contracts.signing import draft_days, meetings, signatures, signing_order
from services.contracts.tables import Consent, Contract, Leaver, Trial
from services.messages.cancelling import settled, tiers_fault
from services.messages.contracts import CompareDraft, CompleteContract, ContractCompleted, DraftContract
from services.messages.intake import InterestShown, ProposalCard
from services.messages.promises import Promises
from services.runtime.commands.refusal import Refusal
from services.runtime.events.announcing import announce
from services.runtime.finland import local_date
from services.runtime.storage.database import take_in

_FIRST_VERSION = 1
_NAMED_FOR_A_TRIAL = {"commissioner_id", "representative_id", "supervisee_ids"}
_FROM_THE_ORDER = {
    "commissioner_id", "representative_id", "no_show_percent", "unit_minutes", "payment_days", "disputes_to",
    "notice", "termination_fee_percent", "cancellation_tiers", "differs_because",
}  # fmt: skip


async def draft_accepted(
    db: AsyncSession,
    order: DraftContract,
    proposal: ProposalCard,
    sent: ProposalCard,
    tried: Trial | None = None,
) -> Contract:
    """The process's first version, or the paper that already stands: a draft with what was accepted last.

    sent: the same as it was when it was sent, which the draft is compared with. tried: whoever tried it is named on it,
    until a coordinator writes otherwise.

    Refuses: proposal_not_accepted.
    Next: services/contracts/papers/drafting.py:complete
    """
    texts = await own_texts.of_proposal(db, proposal, order.as_of)
    offered = accepted.of_proposal(sent, texts)
    if contract := await versions.look_up(db, order.process_id):
        as_accepted.take_correction(contract, proposal, texts, offered)
        return contract
    if proposal.answer != "accept":
        raise Refusal("proposal_not_accepted", "process_id")
    named = tried.model_dump(include=_NAMED_FOR_A_TRIAL) if tried else {}
    said = terms.from_proposal(proposal) | named
    said |= {"accepted": offered.model_dump(mode="json"), "clauses": offered.clauses()}
    return await _keep(db, order, Contract(**_facts(order), **said, texts=texts))


async def draft_renewal(
    db: AsyncSession, order: DraftContract, old: Contract, promises: Promises, price: dict[str, Any]
) -> Contract:
    """The successor's first version, or the paper that already stands. promises: the successor's own.

    price: its columns, as the list has them. Refuses: contract_not_signed (the old contract).
    """
    if contract := await versions.look_up(db, order.process_id):
        return contract
    if old.status != "signed":
        raise Refusal("contract_not_signed", "renews")
    left = (await db.exec(select(Leaver.person_id).where(Leaver.process_id == old.process_id))).all()
    represents = await representatives.on_day(db, old, old.ends_on)
    carried = terms.from_renewed(old, promises, left, represents) | price
    texts = await own_texts.held_at(db, terms.terms_of(old).language, order.as_of)
    drafted = await _keep(db, order, Contract(**_facts(order), **carried, texts=texts))
    await draft_days.keep(db, drafted, order.as_of)
    return drafted


async def leave_out(db: AsyncSession, process_id: UUID, person_id: UUID) -> None:
    """Keeps that a renewal is without them; said again, nothing more."""
    row = insert(Leaver).values(process_id=process_id, person_id=person_id)
    await db.exec(row.on_conflict_do_nothing())


def _facts(order: DraftContract) -> dict[str, Any]:
    return {
        "process_id": order.process_id,
        "version": _FIRST_VERSION,
        "status": "draft",
        "renews": order.renews,
        "drafted_at": order.as_of,
    }


async def _keep(db: AsyncSession, order: DraftContract, contract: Contract) -> Contract:
    db.add(contract)
    await db.flush()
    return contract


async def complete(
    db: AsyncSession,
    order: CompleteContract,
    numbers: dict[str, Any],
    interest: InterestShown | None = None,
) -> Contract:
    """Writes the parties, the policy and people's words in; the last missing clause starts the signing.

    Clauses that the order leaves out stay as they are. The same content again changes nothing. numbers: the columns
    that it changes besides. interest: what the supervisor has to do with the others, which the paper shows them.
    Refuses: unknown_process, version_changed, already_signing, contract_expired, representative_not_a_member,
    signs_for_both, named_twice, group_too_small, group_too_large, term_over, meeting_open; and as content_of.
    Next: services/contracts/signing/signatures.py:sign
    """
    contract = await versions.find(db, order.process_id)
    versions.check_version(contract, order.version)
    content = content_of(contract, order) | {"supervisee_ids": order.supervisee_ids} | numbers
    same = all(getattr(contract, name) == value for name, value in content.items())
    if same and contract.status in ("signing", "signed"):
        return contract
    _check(contract, order, numbers.get("ends_on", contract.ends_on))
    if not same:
        await _write(db, contract, content)
    if ready := not clauses.missing(contract.clauses):
        await meetings.check(db, contract.process_id)
        _stand_still(contract, order.as_of, interest)
    if ready or not same:
        await announce(db, _completed(contract))
    if ready:
        await _ask_to_sign(db, contract, local_date(order.as_of))
    await db.flush()
    return contract


async def _ask_to_sign(db: AsyncSession, contract: Contract, today: date) -> None:
    await signatures.ask(db, contract, (), today)
    await signatures.ask_for_consents(db, contract, today)


async def _write(db: AsyncSession, contract: Contract, content: dict[str, Any]) -> None:
    """Whoever had said yes said it to other words, and is asked again."""
    take_in(contract, content)
    await db.exec(sa.delete(Consent).where(col(Consent.process_id) == contract.process_id))


def content_of(contract: Contract, order: CompleteContract | CompareDraft) -> dict[str, Any]:
    """The numbers and clauses as the order wants them. Refuses: tiers_in_two_units, notice_twice, later_costs_less."""
    if wrong := tiers_fault(order.cancellation_tiers or ()):
        raise Refusal(wrong, "cancellation_tiers")
    words = {clause.value: text for clause, text in order.clauses.items()}
    said = {
        name: value for name, value in order.model_dump(include=_FROM_THE_ORDER).items() if value is not None
    }
    if order.cancellation_tiers:
        said["cancellation_tiers"] = [one.model_dump() for one in settled(order.cancellation_tiers)]
    return {**said, "clauses": {**contract.clauses, **words}}


def _check(contract: Contract, order: CompleteContract, ends_on: date) -> None:
    if contract.status in ("expired", "given_up"):
        raise Refusal(f"contract_{contract.status}", "process_id")
    if contract.status != "draft":
        raise Refusal("already_signing", "process_id")
    if contract.draft_lapses_at and contract.draft_lapses_at <= order.as_of:
        raise Refusal("contract_expired", "process_id")
    if order.representative_id not in order.supervisee_ids:
        raise Refusal("representative_not_a_member", "representative_id")
    named_for = order.model_dump(include={"representative_id", "supervisee_ids", "commissioner_id"})
    signing_order.check_apart(**named_for)
    if len(set(order.supervisee_ids)) < len(order.supervisee_ids):
        raise Refusal("named_twice", "supervisee_ids")
    if fault := terms.size_of(contract).fault(len(order.supervisee_ids)):
        raise Refusal(fault, "supervisee_ids")
    if ends_on < local_date(order.as_of):  # no session could be held by it any more
        raise Refusal("term_over", "ends_on", "is past")


def _stand_still(contract: Contract, at: datetime, interest: InterestShown | None) -> None:
    """From here on the text stands: what is signed is kept as it was read."""
    contract.interest = interest.model_dump(mode="json") if interest else None
    contract.status, contract.signing_since = "signing", at
    contract.clause_texts = paper.clause_texts(contract)
    contract.paper = paper.canonical_text(contract)


def _completed(contract: Contract) -> ContractCompleted:
    return ContractCompleted(
        **contract.model_dump(include=set(ContractCompleted.model_fields)),
        signing_reminders_at=promised_times.signing_reminders(contract),
        signing_expires_at=promised_times.signing_expiry(contract),
    )
