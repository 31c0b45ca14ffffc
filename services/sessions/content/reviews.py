"""Interim and final review: opened by the process, recorded or waived by people, shown to those who may see it."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.messages import sessions as messages
from services.messages.values import Viewer
from services.runtime import permitted
from services.runtime.commands.refusal import Refusal
from services.runtime.commands.transactions import Work
from services.runtime.events.announcing import announce
from services.runtime.finland import days_after, local_date, morning_of
from services.runtime.policy import Belongs, may, reaches, sees
from services.sessions import access, contract_facts
from services.sessions.content import consents
from services.sessions.content.sealing import Unreadable
from services.sessions.content.vault import Vault
from services.sessions.planning import holding
from services.sessions.tables import Review


async def open_review(db: AsyncSession, order: messages.OpenReview) -> messages.ReviewAwaited:
    """Refuses: unknown_process."""
    await contract_facts.lock(db, order.process_id)
    if opened := await db.get(Review, (order.process_id, order.kind)):
        return _awaited(opened)
    due_at = days_after(order.as_of, await days_of(db, order.process_id, order.as_of))
    due_at = await holding.due(db, order.process_id, order.as_of, due_at)
    due_at = await _not_past_the_end(db, order.process_id, order.kind, order.as_of, due_at)
    review = Review(process_id=order.process_id, kind=order.kind, opened_at=order.as_of, due_at=due_at)
    db.add(review)
    await announce(db, messages.ReviewDue(process_id=order.process_id, kind=order.kind, due_at=due_at))
    return _awaited(review)


async def is_final_settled(db: AsyncSession, process_id: UUID) -> bool:
    review = await db.get(Review, (process_id, "final"))
    return review is not None and review.status != "open"


async def settle_final(
    db: AsyncSession,
    process_id: UUID,
    at: datetime,
    due_at: datetime,
    how: Literal["open", "waived", "nothing_held"],
) -> bool:
    """Of a contract that ends early: whether it is to be held. Why it is waived, its contract's owner keeps."""
    review = await db.get(Review, (process_id, "final"))
    if review is None:
        review = Review(process_id=process_id, kind="final", opened_at=at, due_at=due_at)
        db.add(review)
    elif review.status != "open":
        return False
    review.due_at = due_at
    if how == "open":
        due = messages.ReviewDue(process_id=process_id, kind="final", due_at=due_at, told_with_end=True)
        await announce(db, due)
        return True
    review.status, review.closed_at, review.nothing_held = "waived", at, how == "nothing_held"
    waived = messages.ReviewWaived(process_id=process_id, kind="final", nothing_held=review.nothing_held)
    await announce(db, waived)
    return False


async def record(db: AsyncSession, vault: Vault, order: messages.RecordReview) -> None:
    """Refuses: unknown_process, not_the_supervisor, review_not_open."""
    review = await _found(db, order.process_id, order.kind)
    if order.recorded_by != await _supervisor(db, order.process_id, order.as_of):
        raise Refusal("not_the_supervisor", "recorded_by")
    same = (review.benefit, review.wants_to_continue) == (order.benefit, order.wants_to_continue)
    if review.status == "done" and same and await _words(vault, review) == order.statement:
        return
    _refuse_unless_open(review)
    review.benefit, review.wants_to_continue = order.benefit, order.wants_to_continue
    await _close(vault, review, "done", order.statement, order.recorded_by, order)
    await db.flush()
    whose = await _whose(db, review, order.as_of)
    await consents.give(db, review, whose, order.recorded_by, order.as_of)
    told = order.model_dump(include={"process_id", "kind", "benefit", "wants_to_continue"})
    told["asked"] = await consents.awaited(db, review, whose)
    await announce(db, messages.ReviewDone(**told))


async def waive(db: AsyncSession, vault: Vault, order: messages.WaiveReview, *, staff: bool) -> None:
    """staff: a coordinator does. Refuses: unknown_process, not_yours_to_decide, review_not_open, reason_missing."""
    review = await _found(db, order.process_id, order.kind)
    if not staff and order.waived_by != await _supervisor(db, order.process_id, order.as_of):
        raise Refusal("not_yours_to_decide", "waived_by")
    if not order.reason.strip():
        raise Refusal("reason_missing", "reason")
    if review.status == "waived" and await _words(vault, review) == order.reason:
        return
    _refuse_unless_open(review)
    await _close(vault, review, "waived", order.reason, order.waived_by, order)
    await announce(db, messages.ReviewWaived(process_id=order.process_id, kind=order.kind))


async def lapse(db: AsyncSession, process_id: UUID, at: datetime) -> None:
    """The process has come to its end: what is open stays undone, and nobody is asked for it any more."""
    await contract_facts.lock(db, process_id)
    still_open = select(Review).where(Review.process_id == process_id, Review.status == "open")
    for review in (await db.exec(still_open)).all():
        await _lapse(db, review, at)


async def _lapse(db: AsyncSession, review: Review, at: datetime) -> None:
    review.status, review.closed_at = "lapsed", at
    told = {"process_id": review.process_id, "kind": review.kind}
    await announce(db, messages.ReviewLapsed.model_validate(told))


async def remind(db: AsyncSession, late: Review, as_of: datetime) -> None:
    """Once for all the times that nobody was there to ask; then again after as long. On the last day nobody is asked
    any more for the interim one, which lapses; the final one is waited for.
    """
    if late.kind == "interim" and as_of >= await _last_morning(db, late.process_id, as_of):
        return await _lapse(db, late, as_of)
    days = await days_of(db, late.process_id, as_of)
    while late.due_at <= as_of:
        late.due_at = days_after(late.due_at, days)
    due_at = await holding.due(db, late.process_id, as_of, late.due_at)
    late.due_at = await _not_past_the_end(db, late.process_id, late.kind, as_of, due_at)
    await announce(db, messages.ReviewOverdue(process_id=late.process_id, kind=late.kind))


async def _not_past_the_end(
    db: AsyncSession, process_id: UUID, kind: str, as_of: datetime, due_at: datetime
) -> datetime:
    """An interim review is looked at on the last morning, whatever its turn would be."""
    if kind != "interim":
        return due_at
    last = await _last_morning(db, process_id, as_of)
    return min(due_at, last) if last > as_of else due_at


async def _last_morning(db: AsyncSession, process_id: UUID, at: datetime) -> datetime:
    return morning_of((await contract_facts.find(db, process_id, local_date(at))).ends_on)


async def consent(work: Work, order: messages.ConsentToReview) -> None:
    """Refuses: unknown_process, review_not_done, not_a_member."""
    review, whose = await _asked_of(work, order)
    await consents.give(work.db, review, whose, order.person_id, order.as_of)


async def refuse(work: Work, order: messages.RefuseReview) -> None:
    """Refuses: unknown_process, review_not_done, not_a_member, review_released."""
    review, _ = await _asked_of(work, order)
    supervisor_id = await _supervisor(work.db, order.process_id, order.as_of)
    await consents.refuse(work.db, review, order.person_id, supervisor_id, order.as_of)


async def _asked_of(
    work: Work, order: messages.ConsentToReview | messages.RefuseReview
) -> tuple[Review, Belongs]:
    """A supervisor is, as long as they are one. Refuses: unknown_process, review_not_done, not_a_member."""
    db, who = work.db, order.person_id
    await contract_facts.lock(db, order.process_id)
    review = await db.get(Review, (order.process_id, order.kind))
    if review is None or review.status != "done":
        raise Refusal("review_not_done", "kind")
    whose = await _whose(db, review, order.as_of)
    if who not in consents.required(whose):
        raise Refusal("not_a_member", "person_id")
    if who not in whose.supervisee_ids and not await _is_still(work, who):
        raise Refusal("not_a_member", "person_id", "is no supervisor any more")
    return review, whose


async def _is_still(work: Work, supervisor_id: UUID) -> bool:
    return await permitted.may(work.ask, supervisor_id, "consent_to_review", supervisor_id=supervisor_id)


async def shown_to(
    db: AsyncSession, vault: Vault, query: messages.ListReviews, today: date
) -> messages.ReviewList:
    """Those opened so far, the interim first. Refuses: unknown_process."""
    process = await access.reached(db, query.process_id, query.viewer)
    mine = select(Review).where(Review.process_id == query.process_id).order_by(col(Review.opened_at))
    found = [(one, consents.belongs(one, process, today)) for one in await db.exec(mine)]
    seen = [(one, whose) for one, whose in found if query.viewer is None or reaches(query.viewer, whose)]
    return messages.ReviewList(
        reviews=[await _card(db, vault, one, whose, query.viewer) for one, whose in seen]
    )


async def _supervisor(db: AsyncSession, process_id: UUID, at: datetime) -> UUID:
    return (await access.find(db, process_id)).agreement(local_date(at)).supervisor_id


async def days_of(db: AsyncSession, process_id: UUID, as_of: datetime) -> int:
    """How long a review may take, as was promised to this process."""
    agreement = await contract_facts.find(db, process_id, local_date(as_of))
    return contract_facts.promises_of(agreement).review_days


def _awaited(review: Review) -> messages.ReviewAwaited:
    return messages.ReviewAwaited(due_at=review.due_at if review.status == "open" else None)


async def _card(
    db: AsyncSession, vault: Vault, review: Review, whose: Belongs, viewer: Viewer | None
) -> messages.ReviewCard:
    told: dict[str, object] = review.model_dump(
        include={"kind", "status", "opened_at", "closed_at", "nothing_held"}
    )
    seen = sees(viewer, "review_statement", whose) if viewer else "no"
    if viewer and review.status == "done" and seen != "no":
        told |= await consents.counted(db, review, whose, viewer)
        if seen == "yes" or review.released_at:
            told |= review.model_dump(include={"benefit", "wants_to_continue"})
            told["statement"] = await _words(vault, review)
    if viewer and review.status == "waived" and (seen == "yes" or may(viewer.role, "waive_review")):
        told["waived_because"] = await _words(vault, review)
    return messages.ReviewCard.model_validate(told)


async def _found(db: AsyncSession, process_id: UUID, kind: messages.ReviewKind) -> Review:
    await contract_facts.lock(db, process_id)
    review = await db.get(Review, (process_id, kind))
    if review is None:
        raise Refusal("review_not_open", "kind")
    return review


async def _whose(db: AsyncSession, review: Review, at: datetime) -> Belongs:
    return consents.belongs(review, await access.find(db, review.process_id), local_date(at))


def _refuse_unless_open(review: Review) -> None:
    if review.status != "open":
        raise Refusal("review_not_open", "kind")


async def _close(
    vault: Vault,
    review: Review,
    status: messages.ReviewStatus,
    said: str,
    by: UUID,
    order: messages.RecordReview | messages.WaiveReview,
) -> None:
    review.sealed = await vault.seal(review.process_id, said, "review", review.kind)
    review.status, review.closed_by, review.closed_at = status, by, order.as_of


async def _words(vault: Vault, review: Review) -> str | None:
    """None once the process's key is destroyed."""
    try:
        return await vault.open(review.process_id, review.sealed or b"", "review", review.kind)
    except Unreadable:
        return None
