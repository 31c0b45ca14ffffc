"""Proposals: priced, dated, valid through a day; replaced until a contract is made of them, each answered once."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.intake import inquiries, queries
from services.intake.askers import registering
from services.intake.offers import correcting, prices
from services.intake.offers.proposal_checks import (
    OPEN_IN,
    came_to_nothing,
    check_answerable,
    check_sending,
    has_run_out,
    is_sent_already,
    may_answer,
    no_proposal,
    proposal_changed,
    terms_of_order,
)
from services.intake.offers.proposals_told import answered, card_of, earlier_of, found_of, sent, sent_with
from services.intake.supervisors import choosing, declaring, parties
from services.intake.tables import Inquiry, Proposal
from services.messages import intake as messages
from services.messages.billing import ShowConsumerPrice
from services.messages.directory import PRIVATE_PERSON, SupervisorCard
from services.messages.intake import InquiryStatus
from services.messages.values import Audience, LengthPrice, Viewer
from services.runtime.commands.refusal import Refusal
from services.runtime.commands.transactions import Work
from services.runtime.events.announcing import announce
from services.runtime.finland import local_date
from services.runtime.policy import can, sees

# After a change was asked for, a new proposal can be sent.
_STATUS_AFTER: dict[messages.Answer, InquiryStatus] = {
    "accept": InquiryStatus.ACCEPTED,
    "ask_change": InquiryStatus.MATCHED,
    "decline": InquiryStatus.DECLINED,
}


async def send(
    work: Work, order: messages.SendProposal, cards: Sequence[SupervisorCard]
) -> messages.ProposalCard:
    """The proposal, new or as it was sent with the same terms. cards: of all supervisors, as they are today.

    Refuses: unknown_process, not_matched, proposal_changed, ends_before_start, validity_in_the_past, price_missing,
    begins_before_answer, term_too_long, term_unconfirmed, day_too_early, day_too_late, supervisor_is_a_party,
    supervisor_not_eligible, interest_blocks, already_signing, asked_back, trial_open, trial_end_missing,
    trial_ends_too_early, trial_ends_too_late, too_late_for_a_trial.
    Next: services/intake/offers/proposals.py:answer
    """
    db = work.db
    inquiry = await inquiries.hold(db, order.process_id)
    last = await latest(db, order.process_id)
    if last and is_sent_already(inquiry, last, order):
        return card_of(inquiry, last)
    check_sending(inquiry, last, order)
    await correcting.check_sent(work.ask, inquiry, last, order)
    was_over = last is not None and came_to_nothing(inquiry, last) and not correcting.stands(inquiry)
    if inquiry.supervisor_id:
        await _show_eligible(work, inquiry, inquiry.supervisor_id, order.as_of, cards)
    proposal = await _priced(work, inquiry, order, last.revision + 1 if last else 1)
    db.add(proposal)
    inquiry.status = InquiryStatus.REPROPOSED if correcting.stands(inquiry) else InquiryStatus.PROPOSED
    await db.flush()
    await announce(db, sent(inquiry, proposal, reopens=was_over))
    return card_of(inquiry, proposal)


async def _show_eligible(
    work: Work, inquiry: Inquiry, supervisor_id: UUID, at: datetime, cards: Sequence[SupervisorCard]
) -> None:
    """What they said since they were chosen; and after the last proposal expired, whether they are eligible still."""
    await declaring.check_not_blocked(work.db, inquiry.process_id, supervisor_id, local_date(at))
    if inquiry.status == InquiryStatus.EXPIRED:
        acting = await parties.acting(work.ask, inquiry)
        await choosing.check_eligible(work.db, inquiry, supervisor_id, at, cards, acting)


async def preview(work: Work, query: messages.PreviewProposal) -> messages.ProposalCard:
    """As `send` would make it; kept nowhere. Refuses: as send, but for what only others know."""
    order = query.order.model_copy(update={"sent_by": query.viewer.person_id})
    inquiry = await queries.find(work.db, order.process_id, query.viewer)
    if not can(query.viewer, "send_proposal", queries.belongs(inquiry)):
        raise Refusal("unknown_process", "process_id")
    last = await latest(work.db, order.process_id)
    check_sending(inquiry, last, order)
    proposal = await _priced(work, inquiry, order, last.revision + 1 if last else 1)
    interest = await _interest(work.db, inquiry, query.viewer, order.as_of)
    corrects = correcting.stands(inquiry)
    return card_of(inquiry, proposal).model_copy(update={"interest": interest, "corrects": corrects})


async def show(db: AsyncSession, query: messages.ShowProposal, now: datetime) -> messages.ProposalCard:
    """Refuses: unknown_process (also one out of the viewer's reach), no_proposal (also for who sees no prices)."""
    inquiry = await queries.find(db, query.process_id, query.viewer)
    if not queries.sees_prices(inquiry, query.viewer):
        raise no_proposal()
    every = await _every(db, query.process_id)
    stands = next((one for one in every if one.answer == "accept"), None)
    proposal = _wanted(query, every, stands)
    shown = card_of(inquiry, proposal, query.viewer, as_sent=query.as_sent)
    own = {
        "corrects": stands is not None and stands.revision < proposal.revision,
        "is_being_corrected": proposal is stands and inquiry.status == InquiryStatus.REPROPOSED,
        "interest": await _interest(db, inquiry, query.viewer, now),
        "may_answer": proposal is every[0] and may_answer(inquiry, proposal, query.viewer, now),
        "waits_for_admission": query.viewer is not None and query.viewer.person_id == inquiry.asker_id,
        "earlier": [earlier_of(one) for one in every if one.revision < proposal.revision],
    }
    return shown.model_copy(update=own)


async def _every(db: AsyncSession, process_id: UUID) -> Sequence[Proposal]:
    """The newest first. Refuses: no_proposal."""
    newest_first = (
        select(Proposal).where(Proposal.process_id == process_id).order_by(col(Proposal.revision).desc())
    )
    found = (await db.exec(newest_first)).all()
    if not found:
        raise no_proposal()
    return found


def _wanted(query: messages.ShowProposal, every: Sequence[Proposal], stands: Proposal | None) -> Proposal:
    """Refuses: unknown_version."""
    if query.revision is None:
        return stands if query.accepted and stands else every[0]
    found = next((one for one in every if one.revision == query.revision), None)
    if found is None:
        raise Refusal("unknown_version", "revision")
    return found


async def _interest(
    db: AsyncSession, inquiry: Inquiry, viewer: Viewer | None, now: datetime
) -> messages.InterestShown | None:
    if viewer and sees(viewer, "interests", queries.belongs(inquiry)) == "no":
        return None
    return await declaring.shown_of(db, inquiry, local_date(now))


async def answer(work: Work, order: messages.AnswerProposal) -> None:
    """Refuses: unknown_process, no_proposal, proposal_changed, proposal_expired, asked_back, already_answered,
    reason_missing (decline).

    Next: workflows/supervision/contract.py:agree_contract
    """
    db = work.db
    inquiry = await inquiries.hold(db, order.process_id)
    proposal = await _the_latest(db, order.process_id)
    said = (order.answer, order.reason.strip() or None)
    if order.revision not in (None, proposal.revision):
        raise proposal_changed("revision")
    if (proposal.answer, proposal.answer_reason) == said:
        return
    check_answerable(inquiry, proposal, order)
    proposal.answer, proposal.answer_reason = said
    proposal.answered_by, proposal.answered_at = order.answered_by, order.as_of
    stands = correcting.stands(inquiry)
    if order.answer == "accept" and not stands:
        inquiry.trial_open = proposal.trial_sessions > 0
    inquiry.status = InquiryStatus.ACCEPTED if stands else _STATUS_AFTER[order.answer]
    if inquiry.status == InquiryStatus.DECLINED:
        await registering.drop_admission(work.ask, inquiry, order.as_of)
    await announce(db, answered(inquiry, proposal, order, stands=stands))


async def expire(db: AsyncSession, order: messages.ExpireProposal) -> messages.ProposalFound:
    """Only what nobody answered through its last day; how it stands is the answer. Refuses: unknown_process,
    no_proposal.
    """
    inquiry = await inquiries.hold(db, order.process_id)
    proposal = await _the_latest(db, order.process_id)
    if inquiry.status in OPEN_IN and has_run_out(proposal.valid_until, order.as_of):
        stands = correcting.stands(inquiry)
        inquiry.status = InquiryStatus.ACCEPTED if stands else InquiryStatus.EXPIRED
        until = proposal.valid_until
        expired = messages.ProposalExpired(process_id=order.process_id, valid_until=until, stands=stands)
        await announce(db, expired)
    return found_of(inquiry, proposal)


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
        raise no_proposal()
    return proposal


async def _priced(work: Work, inquiry: Inquiry, order: messages.SendProposal, revision: int) -> Proposal:
    asked = (Audience(inquiry.audience), order.duration_minutes, order.starts_on)
    cents = await prices.price_for(work.db, *asked)
    if not cents:
        raise Refusal("price_missing", "duration_minutes", "has no price on the day it starts")
    others = await prices.of_other_lengths(work.db, *asked)
    lengths = [LengthPrice(minutes=length, price_cents=price) for length, price in others.items()]
    terms = terms_of_order(inquiry, order)
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
        sent_by=order.sent_by,
        sent_with=sent_with(inquiry),
        **terms,
    )


async def _with_vat(work: Work, cents: int, on: date) -> int:
    return (await work.ask(ShowConsumerPrice(price_cents=cents, on=on))).cents
