"""Consents to a review, and noes: when the last consent is given, the commissioner may read it."""

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.messages.sessions import ReviewRefused, ReviewReleased
from services.messages.values import Role, Viewer
from services.runtime.commands.refusal import Refusal
from services.runtime.events.announcing import announce
from services.runtime.finland import local_date
from services.runtime.policy import Belongs, can, may
from services.runtime.storage.database import execute
from services.sessions import access
from services.sessions.tables import Review, ReviewConsent, ReviewRefusal


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


async def awaited(db: AsyncSession, review: Review, whose: Belongs) -> list[UUID]:
    """Whose is not given yet."""
    return sorted(required(whose) - await _given(db, review))


async def give(db: AsyncSession, review: Review, whose: Belongs, person_id: UUID, at: datetime) -> None:
    """One person's, once; nothing by those whose consent is not required. The caller holds the process's lock."""
    given = await _given(db, review)
    if person_id not in required(whose) - given:
        return
    await execute(db, sa.delete(ReviewRefusal).where(*_of(ReviewRefusal, review, person_id)))
    db.add(ReviewConsent(process_id=review.process_id, kind=review.kind, person_id=person_id, given_at=at))
    await db.flush()
    await release_if_all_agree(db, review, whose, at)


async def release_if_all_agree(db: AsyncSession, review: Review, whose: Belongs, at: datetime) -> None:
    if required(whose) <= await _given(db, review):
        review.released_at = at
        await announce(db, ReviewReleased.model_validate(review.model_dump(include={"process_id", "kind"})))


async def refuse(
    db: AsyncSession, review: Review, person_id: UUID, supervisor_id: UUID, at: datetime
) -> None:
    """Takes back the consent that was given; said again, nothing more. Refuses: review_released."""
    if review.released_at:
        raise Refusal("review_released", "kind")
    if person_id in await _refused(db, review):
        return
    await execute(db, sa.delete(ReviewConsent).where(*_of(ReviewConsent, review, person_id)))
    key = review.model_dump(include={"process_id", "kind"})
    db.add(ReviewRefusal(**key, person_id=person_id, refused_at=at))
    await announce(db, ReviewRefused(**key, supervisor_id=supervisor_id, refused_at=at))


async def counted(db: AsyncSession, review: Review, whose: Belongs, viewer: Viewer) -> dict[str, object]:
    """How many of how many, never who; and how the viewer's own stands. To the customer no number: of the last one who
    hesitates it would tell who.
    """
    given, refused = await _given(db, review), await _refused(db, review)
    asked = can(viewer, "consent_to_review", whose) and viewer.person_id in required(whose)
    said_no = refused.get(viewer.person_id) if asked else None
    counts = viewer.role is not Role.COMMISSIONER
    return {
        "consents_given": len(given) if counts else None,
        "consents_required": len(required(whose)) if counts else None,
        "consents_refused": len(refused) if may(viewer.role, "waive_review") else None,
        "released_at": review.released_at,
        "may_consent": asked and viewer.person_id not in given,
        "may_refuse": asked and not said_no and not review.released_at,
        "refused_at": said_no,
    }


async def _given(db: AsyncSession, review: Review) -> set[UUID]:
    mine = select(ReviewConsent.person_id).where(*_of(ReviewConsent, review))
    return set(await db.exec(mine))


async def _refused(db: AsyncSession, review: Review) -> dict[UUID, datetime]:
    """When, by who does not consent."""
    mine = select(ReviewRefusal).where(*_of(ReviewRefusal, review))
    return {one.person_id: one.refused_at for one in await db.exec(mine)}


def _of(
    table: type[ReviewConsent] | type[ReviewRefusal], review: Review, person_id: UUID | None = None
) -> list[sa.ColumnElement[bool]]:
    """The review's rows, or one person's."""
    mine = [col(table.process_id) == review.process_id, col(table.kind) == review.kind]
    return [*mine, col(table.person_id) == person_id] if person_id else mine
