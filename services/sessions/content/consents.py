"""Consents to a review: when the last one is given, the commissioner may read it."""

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.messages.sessions import ReviewReleased
from services.messages.values import Viewer
from services.runtime.announcing import announce
from services.runtime.finland import local_date
from services.runtime.policy import Belongs, can
from services.sessions import access
from services.sessions.tables import Review, ReviewConsent


def belongs(review: Review, process: access.Process, today: date) -> Belongs:
    """A review: to the members of the day on which it was opened, and to whoever supervised them when it was closed.

    today: stands for that day while it is open.
    """
    supervised = process.belongs(local_date(review.closed_at) if review.closed_at else today)
    members = process.members(local_date(review.opened_at))
    return replace(supervised, supervisee_ids=frozenset(members))


def required(whose: Belongs) -> set[UUID]:
    """Every member, attended or not, and the supervisor; why, ConsentToReview says."""
    return {*whose.supervisee_ids, *filter(None, [whose.supervisor_id])}


async def give(db: AsyncSession, review: Review, whose: Belongs, person_id: UUID, at: datetime) -> None:
    """One person's, once; nothing by those whose consent is not required. The caller holds the process's lock."""
    given = await _given(db, review)
    if person_id not in required(whose) - given:
        return
    db.add(ReviewConsent(process_id=review.process_id, kind=review.kind, person_id=person_id, given_at=at))
    if required(whose) == given | {person_id}:
        review.released_at = at
        await announce(db, ReviewReleased.model_validate(review.model_dump(include={"process_id", "kind"})))


async def counted(db: AsyncSession, review: Review, whose: Belongs, viewer: Viewer) -> dict[str, object]:
    """How many of how many, never who; and whether the viewer's own is awaited."""
    given = await _given(db, review)
    asked = can(viewer, "consent_to_review", whose)
    return {
        "consents_given": len(given),
        "consents_required": len(required(whose)),
        "released_at": review.released_at,
        "may_consent": asked and viewer.person_id in required(whose) - given,
    }


async def _given(db: AsyncSession, review: Review) -> set[UUID]:
    mine = select(ReviewConsent.person_id).where(
        ReviewConsent.process_id == review.process_id, ReviewConsent.kind == review.kind
    )
    return set(await db.exec(mine))
