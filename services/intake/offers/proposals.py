"""Proposals: priced, dated, valid through a day; replaced until a contract is made of them, each answered once."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.intake import inquiries, promised_times, queries
from services.intake.offers import correcting, prices
from services.intake.supervisors import choosing, declaring, parties
from services.intake.tables import Inquiry, Proposal
from services.messages import intake as messages
from services.messages.billing import ShowConsumerPrice
from services.messages.directory import PRIVATE_PERSON, SupervisorCard
from services.messages.intake import InquiryStatus
from services.messages.promises import Promises
from services.messages.values import Audience, LengthPrice, Viewer
from services.runtime.commands.asking import Work
from services.runtime.commands.refusal import Refusal
from services.runtime.events.announcing import announce
from services.runtime.far_days import refuse_far, refuse_long
from services.runtime.finland import local_date
from services.runtime.policy import can, sees

_TERMS = {
    "duration_minutes", "base_interval_days", "starts_on", "ends_on", "valid_until", "sessions_agreed",
    "three_way_meeting",
}  # fmt: skip
# With the same terms, too: the one before has come to nothing.
_MAY_BE_SENT_AGAIN_IN = (InquiryStatus.MATCHED, InquiryStatus.EXPIRED)
_OPEN_IN = (InquiryStatus.PROPOSED, InquiryStatus.REPROPOSED)
# After a change was asked for, a new proposal can be sent.
_STATUS_AFTER: dict[messages.Answer, InquiryStatus] = {
    "accept": InquiryStatus.ACCEPTED,
    "ask_change": InquiryStatus.MATCHED,
    "decline": InquiryStatus.DECLINED,
}


def has_run_out(valid_until: date, at: datetime) -> bool:
    """A proposal is valid through its last day, in Helsinki."""
    return local_date(at) > valid_until


def may_be_sent(inquiry: Inquiry) -> bool:
    """The first, or another one that takes the place of the one before."""
    open_still = inquiry.status in (*_MAY_BE_SENT_AGAIN_IN, InquiryStatus.PROPOSED)
    return open_still or correcting.may_correct(inquiry)


async def send(
    work: Work, order: messages.SendProposal, cards: Sequence[SupervisorCard]
) -> messages.ProposalCard:
    """The proposal, new or as it was sent with the same terms. cards: of all supervisors, as they are today.

    Refuses: unknown_process, not_matched, proposal_changed, ends_before_start, validity_in_the_past, price_missing,
    term_too_long, term_unconfirmed, day_too_early, day_too_late, supervisor_is_a_party, supervisor_not_eligible,
    interest_blocks, already_signing.
    Next: services/intake/offers/proposals.py:answer
    """
    db = work.db
    inquiry = await inquiries.hold(db, order.process_id)
    last = await latest(db, order.process_id)
    if last and _is_sent(inquiry, last, order):
        return _card(inquiry, last)
    _check(inquiry, last, order)
    await correcting.check_sent(work.ask, inquiry)
    was_over = last is not None and _came_to_nothing(inquiry, last) and not correcting.stands(inquiry)
    if inquiry.supervisor_id:
        await _show_eligible(work, inquiry, inquiry.supervisor_id, order.as_of, cards)
    proposal = await _priced(work, inquiry, order, last.revision + 1 if last else 1)
    db.add(proposal)
    inquiry.status = InquiryStatus.REPROPOSED if correcting.stands(inquiry) else InquiryStatus.PROPOSED
    await db.flush()
    await announce(db, _sent(inquiry, proposal, reopens=was_over))
    return _card(inquiry, proposal)


async def _show_eligible(
    work: Work, inquiry: Inquiry, supervisor_id: UUID, at: datetime, cards: Sequence[SupervisorCard]
) -> None:
    """What they said since they were chosen; and after the last proposal expired, whether they are eligible still."""
    await declaring.check_not_blocked(work.db, inquiry.process_id, supervisor_id, local_date(at))
    if inquiry.status == InquiryStatus.EXPIRED:
        acting = await parties.acting(work.ask, inquiry)
        await choosing.check_eligible(work.db, inquiry, supervisor_id, at, cards, acting)


async def show(db: AsyncSession, query: messages.ShowProposal, now: datetime) -> messages.ProposalCard:
    """Refuses: unknown_process (also one out of the viewer's reach), no_proposal (also for who sees no prices)."""
    inquiry = await queries.find(db, query.process_id, query.viewer)
    if not queries.sees_prices(inquiry, query.viewer):
        raise _none()
    proposal = await _the_latest(db, query.process_id)
    stands = await correcting.accepted(db, query.process_id)
    if query.accepted and stands:
        proposal = stands
    shown = _card(inquiry, proposal, query.viewer)
    own = {
        "corrects": stands is not None and stands.revision < proposal.revision,
        "is_being_corrected": proposal is stands and inquiry.status == InquiryStatus.REPROPOSED,
        "interest": await _interest(db, inquiry, query.viewer, now),
        "may_answer": _may_answer(inquiry, proposal, query.viewer, now),
        "waits_for_admission": query.viewer is not None and query.viewer.person_id == inquiry.asker_id,
    }
    return shown.model_copy(update=own)


async def _interest(
    db: AsyncSession, inquiry: Inquiry, viewer: Viewer | None, now: datetime
) -> messages.InterestShown | None:
    if viewer and sees(viewer, "interests", queries.belongs(inquiry)) == "no":
        return None
    return await declaring.shown_of(db, inquiry, local_date(now))


async def answer(db: AsyncSession, order: messages.AnswerProposal) -> None:
    """Refuses: unknown_process, no_proposal, proposal_changed, proposal_expired, already_answered, reason_missing
    (decline).

    Next: workflows/supervision/contract.py:agree_contract
    """
    inquiry = await inquiries.hold(db, order.process_id)
    proposal = await _the_latest(db, order.process_id)
    said = (order.answer, order.reason.strip() or None)
    if order.revision not in (None, proposal.revision):
        raise _changed("revision")
    if (proposal.answer, proposal.answer_reason) == said:
        return
    _check_answerable(inquiry, proposal, order)
    proposal.answer, proposal.answer_reason = said
    proposal.answered_by, proposal.answered_at = order.answered_by, order.as_of
    stands = correcting.stands(inquiry)
    inquiry.status = InquiryStatus.ACCEPTED if stands else _STATUS_AFTER[order.answer]
    await announce(db, _answered(inquiry, proposal, order, stands=stands))


async def expire(db: AsyncSession, order: messages.ExpireProposal) -> messages.ProposalFound:
    """Only what nobody answered through its last day; how it stands is the answer. Refuses: unknown_process,
    no_proposal.
    """
    inquiry = await inquiries.hold(db, order.process_id)
    proposal = await _the_latest(db, order.process_id)
    if inquiry.status in _OPEN_IN and has_run_out(proposal.valid_until, order.as_of):
        stands = correcting.stands(inquiry)
        inquiry.status = InquiryStatus.ACCEPTED if stands else InquiryStatus.EXPIRED
        until = proposal.valid_until
        expired = messages.ProposalExpired(process_id=order.process_id, valid_until=until, stands=stands)
        await announce(db, expired)
    return _found(inquiry, proposal)


async def latest(db: AsyncSession, process_id: UUID) -> Proposal | None:
    newest_first = (
        select(Proposal)
        .where(Proposal.process_id == process_id)
        .order_by(col(Proposal.revision).desc())
        .limit(1)
    )
    return (await db.exec(newest_first)).first()


async def _the_latest(db: AsyncSession, process_id: UUID) -> Proposal:
    proposal = await latest(db, process_id)
    if proposal is None:
        raise _none()
    return proposal


def _none() -> Refusal:
    return Refusal("no_proposal", "process_id")


def _changed(field: str) -> Refusal:
    return Refusal("proposal_changed", field, "is not the newest any more")


def _is_sent(inquiry: Inquiry, last: Proposal, order: messages.SendProposal) -> bool:
    """Whether the order is the last one's, come again. What is over, or to be changed, is not sent by it again."""
    same = last.model_dump(include=_TERMS) == _terms(inquiry, order)
    return (
        same and inquiry.status not in _MAY_BE_SENT_AGAIN_IN and order.replaces in (None, last.revision - 1)
    )


def _check(inquiry: Inquiry, last: Proposal | None, order: messages.SendProposal) -> None:
    if not may_be_sent(inquiry):
        raise Refusal("not_matched", "process_id")
    if order.replaces not in (None, last.revision if last else 0):
        raise _changed("replaces")
    if order.ends_on < order.starts_on:
        raise Refusal("ends_before_start", "ends_on", "is before starts_on")
    refuse_far("starts_on", order.starts_on, order.as_of, years_back=1, years_ahead=2)
    refuse_long("ends_on", order.starts_on, order.ends_on, is_confirmed=order.long_term_confirmed)
    if has_run_out(order.valid_until, order.as_of):
        raise Refusal("validity_in_the_past", "valid_until", "is a day that has passed")
    refuse_far("valid_until", order.valid_until, order.as_of, years_back=0, years_ahead=1)


def _may_answer(inquiry: Inquiry, proposal: Proposal, viewer: Viewer | None, now: datetime) -> bool:
    answers = viewer is not None and can(viewer, "answer_proposal", queries.belongs(inquiry))
    return answers and proposal.answer is None and not _is_over(inquiry, proposal, now)


def _came_to_nothing(inquiry: Inquiry, proposal: Proposal) -> bool:
    """It expired, whatever was done since."""
    return proposal.answer is None and inquiry.status not in _OPEN_IN


def _is_over(inquiry: Inquiry, proposal: Proposal, now: datetime) -> bool:
    return inquiry.ended or inquiry.status not in _OPEN_IN or has_run_out(proposal.valid_until, now)


def _check_answerable(inquiry: Inquiry, proposal: Proposal, order: messages.AnswerProposal) -> None:
    if proposal.answer:
        raise Refusal("already_answered", "answer", "was given otherwise")
    if _is_over(inquiry, proposal, order.as_of):
        raise Refusal("proposal_expired", "process_id")
    if order.answer == "decline" and not order.reason.strip():
        raise Refusal("reason_missing", "reason", "is needed to decline")


async def _priced(work: Work, inquiry: Inquiry, order: messages.SendProposal, revision: int) -> Proposal:
    asked = (Audience(inquiry.audience), order.duration_minutes, order.starts_on)
    cents = await prices.price_for(work.db, *asked)
    if cents is None:
        raise Refusal("price_missing", "duration_minutes", "has no price on the day it starts")
    others = await prices.of_other_lengths(work.db, *asked)
    lengths = [LengthPrice(minutes=length, price_cents=price) for length, price in others.items()]
    terms = _terms(inquiry, order)
    if inquiry.organisation_kind == PRIVATE_PERSON:
        on = order.starts_on
        terms["consumer_price_cents"] = await _with_vat(work, cents, on)
        lengths = [
            one.model_copy(update={"consumer_cents": await _with_vat(work, one.price_cents, on)})
            for one in lengths
        ]
    return Proposal(
        process_id=order.process_id,
        revision=revision,
        price_cents=cents,
        length_prices=[one.model_dump() for one in lengths],
        sent_at=order.as_of,
        **terms,
    )


async def _with_vat(work: Work, cents: int, on: date) -> int:
    return (await work.ask(ShowConsumerPrice(price_cents=cents, on=on))).cents


def _terms(inquiry: Inquiry, order: messages.SendProposal) -> dict[str, Any]:
    """As ordered; what the order leaves open is as promised."""
    interval_days = order.base_interval_days or inquiries.promises_of(inquiry).interval_days
    return order.model_dump(include=_TERMS) | {"base_interval_days": interval_days}


def _found(inquiry: Inquiry, proposal: Proposal) -> messages.ProposalFound:
    return messages.ProposalFound(
        expired=_came_to_nothing(inquiry, proposal),
        answer=proposal.answer,
        answered_at=proposal.answered_at,
        reminders_at=_reminders(inquiry, proposal),
        expires_at=promised_times.expiry(proposal.valid_until),
        stands=correcting.stands(inquiry),
    )


def _reminders(inquiry: Inquiry, proposal: Proposal) -> list[datetime]:
    """Of what waits now: the answer, or another proposal."""
    promises = inquiries.promises_of(inquiry)
    if proposal.answered_at is None:
        return promised_times.answering(promises, proposal.valid_until)
    changes = proposal.answer == "ask_change" and not correcting.stands(inquiry)
    return promised_times.proposing(promises, proposal.answered_at) if changes else []


def _sent(inquiry: Inquiry, proposal: Proposal, *, reopens: bool) -> messages.ProposalSent:
    return messages.ProposalSent(
        **proposal.model_dump(include=set(messages.ProposalSent.model_fields)),
        reopens=reopens,
        corrects=correcting.stands(inquiry),
        reminders_at=_reminders(inquiry, proposal),
        expires_at=promised_times.expiry(proposal.valid_until),
    )


def _answered(
    inquiry: Inquiry, proposal: Proposal, order: messages.AnswerProposal, *, stands: bool
) -> messages.ProposalAnswered:
    accepts = order.answer == "accept"
    promises = inquiries.promises_of(inquiry)
    return messages.ProposalAnswered(
        process_id=order.process_id,
        answer=order.answer,
        answered_at=order.as_of,
        reminders_at=_reminders(inquiry, proposal),
        complete_by=_complete_by(promises, proposal, order) if accepts or stands else None,
        stands=stands and not accepts,
    )


def _complete_by(promises: Promises, proposal: Proposal, order: messages.AnswerProposal) -> datetime:
    """Where the three parties are to meet first, the end of the time for that."""
    if proposal.three_way_meeting:
        return promised_times.meeting(order.as_of)
    return promised_times.completing(promises, order.as_of)


def _card(inquiry: Inquiry, proposal: Proposal, viewer: Viewer | None = None) -> messages.ProposalCard:
    """expectations: the commissioner's own words in the inquiry."""
    facts = inquiry.model_dump() | proposal.model_dump() | {"expectations": inquiry.message}
    if not queries.sees_expectations(inquiry, viewer):
        facts |= {"expectations": "", "answer_reason": None}
    return messages.ProposalCard.model_validate(facts)
