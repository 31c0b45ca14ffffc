"""Consents to a review: when the last one is given, the commissioner may read it."""

from datetime import datetime
from uuid import UUID

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.messages.sessions import ReviewReleased
from services.messages.values import Viewer
from services.runtime.announcing import announce
from services.runtime.policy import can
from services.sessions import agreements
from services.sessions.tables import Agreement, Review, ReviewConsent


def required(agreement: Agreement) -> set[UUID]:
    """Every supervisee of the contract, attended or not, and the supervisor; why, ConsentToReview says."""
    return {*agreement.supervisee_ids, agreement.supervisor_id}


async def give(db: AsyncSession, review: Review, agreement: Agreement, person_id: UUID, at: datetime) -> None:
    """One person's, once; nothing by those whose consent is not required. The caller holds the agreement's lock."""
    given = await _given(db, review)
    if person_id not in required(agreement) - given:
        return
    db.add(ReviewConsent(process_id=review.process_id, kind=review.kind, person_id=person_id, given_at=at))
    if required(agreement) == given | {person_id}:
        review.released_at = at
        await announce(db, ReviewReleased.model_validate(review.model_dump(include={"process_id", "kind"})))


async def counted(
    db: AsyncSession, review: Review, agreement: Agreement, viewer: Viewer
) -> dict[str, object]:
    """How many of how many, never who; and whether the viewer's own is awaited."""
    given = await _given(db, review)
    asked = can(viewer, "consent_to_review", agreements.belongs(agreement))
    return {
        "consents_given": len(given),
        "consents_required": len(required(agreement)),
        "released_at": review.released_at,
        "may_consent": asked and viewer.person_id in required(agreement) - given,
    }


async def _given(db: AsyncSession, review: Review) -> set[UUID]:
    mine = select(ReviewConsent.person_id).where(
        ReviewConsent.process_id == review.process_id, ReviewConsent.kind == review.kind
    )
    return set(await db.exec(mine))
