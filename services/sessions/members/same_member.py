"""Two entries of one person that were members apart: one member from then on, in the roster and in what was said."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.messages.directory import PersonsMerged
from services.runtime.commands.transactions import Work
from services.runtime.finland import ONE_DAY, local_date
from services.runtime.same_person import taking_over
from services.runtime.storage.database import among, execute
from services.sessions import access
from services.sessions.content import consents, resealing
from services.sessions.content.authors import notes_of
from services.sessions.content.vault import Vault
from services.sessions.tables import GroupMember, Leaving, Review, ReviewConsent, ReviewRefusal, metadata


@dataclass(frozen=True)
class Stretch:
    """Both days counted; until_day: none, and it goes on. place: as of GroupMember."""

    from_day: date
    until_day: date | None
    place: int = 0


async def take_over(work: Work, vault: Vault, event: PersonsMerged) -> None:
    if event.kept_id == event.absorbed_id:
        return
    db, ids = work.db, (event.kept_id, event.absorbed_id)
    await taking_over.hold(db)
    async with notes_of(db, *ids):
        await resealing.reseal(db, vault, *ids)
        both = await _where_both_are(db, *ids)
        for process_id in both:
            await _join(db, process_id, *ids)
        await taking_over.take_over(db, metadata, *ids)
    await _drop_what_the_other_said(db, event.kept_id)
    for review in await _waiting_reviews(db, both):
        process = await access.find(db, review.process_id)
        whose = consents.belongs(review, process, local_date(event.merged_at))
        await consents.release_if_all_agree(db, review, whose, event.merged_at)


def joined(stretches: Sequence[Stretch]) -> list[Stretch]:
    """The days on which there was one of them or the other, as few stretches as they make."""
    found: list[Stretch] = []
    for one in sorted(stretches, key=lambda each: each.from_day):
        last = found[-1] if found else None
        if last is None or (last.until_day is not None and last.until_day + ONE_DAY < one.from_day):
            found.append(one)
            continue
        ends = None if None in (last.until_day, one.until_day) else max(last.until_day, one.until_day)  # type: ignore[type-var]  # neither is none
        found[-1] = Stretch(last.from_day, ends, min(last.place, one.place))
    return found


async def _where_both_are(db: AsyncSession, kept_id: UUID, absorbed_id: UUID) -> Sequence[UUID]:
    theirs = select(GroupMember.process_id).where(among(GroupMember.person_id, [kept_id, absorbed_id]))
    of_both = theirs.group_by(col(GroupMember.process_id))
    return (await db.exec(of_both.having(sa.func.count(sa.distinct(col(GroupMember.person_id))) > 1))).all()


async def _join(db: AsyncSession, process_id: UUID, kept_id: UUID, absorbed_id: UUID) -> None:
    mine = col(GroupMember.process_id) == process_id
    mine &= among(GroupMember.person_id, [kept_id, absorbed_id])
    rows = (await db.exec(select(GroupMember).where(mine))).all()
    stretches = joined([Stretch(one.from_day, one.until_day, one.place) for one in rows])
    await execute(db, sa.delete(GroupMember).where(mine))
    db.expunge_all()
    db.add_all(GroupMember(process_id=process_id, person_id=kept_id, **vars(one)) for one in stretches)
    await db.flush()


async def _drop_what_the_other_said(db: AsyncSession, kept_id: UUID) -> None:
    """Of a yes and a no to a review the no stands; who goes on as a member has not left."""
    refused = sa.exists().where(
        col(ReviewRefusal.process_id) == ReviewConsent.process_id,
        col(ReviewRefusal.kind) == ReviewConsent.kind,
        col(ReviewRefusal.person_id) == kept_id,
    )
    await execute(db, sa.delete(ReviewConsent).where(col(ReviewConsent.person_id) == kept_id, refused))
    goes_on = sa.exists().where(
        col(GroupMember.process_id) == Leaving.process_id,
        col(GroupMember.person_id) == kept_id,
        col(GroupMember.until_day).is_(None),
    )
    await execute(db, sa.delete(Leaving).where(col(Leaving.person_id) == kept_id, goes_on))


async def _waiting_reviews(db: AsyncSession, processes: Sequence[UUID]) -> Sequence[Review]:
    waiting = select(Review).where(
        among(Review.process_id, processes), Review.status == "done", col(Review.released_at).is_(None)
    )
    return (await db.exec(waiting)).all()
