"""What has happened needs no reminder any more: what still waits to ask for it is dropped, not sent."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col

from services.messages.envelope import Event
from services.messages.sessions import MemberLeft, ReviewDone, ReviewLapsed, ReviewWaived, SessionReplanned
from services.notices.letter_kinds import ASKS, KINDS, LetterKind, answered_by
from services.notices.tables import Notice
from services.notices.writing import read
from services.runtime.commands.transactions import Work
from services.runtime.storage.database import among, execute


async def drop_answered(event: Event, work: Work) -> None:
    """What this event answers, by the rows of `letter_kinds`.

    The next party is asked after the signature that makes room for it, so its letter is not among these.
    """
    if asked := [_asked_by(event, kind) for kind in answered_by(event)]:
        await _answered(work, (col(Notice.process_id) == event.aggregate_id) & sa.or_(*asked))


_OF_A_MEMBER = (
    LetterKind.SESSION_PLAN,
    LetterKind.GROUP_JOINED,
    LetterKind.SESSION_INVITATION,
    LetterKind.SESSION_MOVED,
    LetterKind.SESSION_REPLANNED,
    LetterKind.SESSION_REMINDER,
    LetterKind.REVIEW_DUE,
    LetterKind.REVIEW_OVERDUE,
    LetterKind.CONTINUATION_DUE,
    LetterKind.REPRESENTATIVE_TO_AGREE,
    LetterKind.MEMBER_TO_AGREE,
)


_OF_ANOTHER_SUPERVISOR = (LetterKind.SUPERVISOR_CHANGED, LetterKind.SESSIONS_TAKEN_OVER)


_OF_A_TIME = (
    LetterKind.SESSION_INVITATION,
    LetterKind.SESSION_MOVED,
    LetterKind.SESSION_REPLANNED,
    LetterKind.SESSION_REMINDER,
    LetterKind.NOBODY_CAN_COME,
)


async def drop_of_leaver(event: MemberLeft, work: Work) -> dict[UUID, datetime]:
    """What would still ask a member who takes part no longer.

    Returns when the sessions begin of whose new time they have not heard, as they know it.
    """
    mine = (col(Notice.process_id) == event.process_id) & (col(Notice.person_id) == event.person_id)
    waiting = among(Notice.kind, _OF_A_MEMBER) & among(Notice.status, ("waiting", "gathered"))
    dropped = sa.update(Notice).where(mine & waiting).values(status="dropped").returning(col(Notice.facts))
    await _answered(work, mine & among(Notice.kind, ASKS))
    untold = [read(facts) for facts in (await execute(work.db, dropped)).scalars()]
    return {
        UUID(str(one["session_id"])): known
        for one in untold
        if isinstance(known := one.get("previous_starts_at"), datetime)
    }


async def drop_of_another_supervisor(work: Work, process_id: UUID) -> set[UUID]:
    """What would still tell that there is one, without a day: the letter of the days says so too.

    Returns who had it before and has a letter of their own yet: their calendar is not planned again.
    """
    still = (
        (col(Notice.process_id) == process_id)
        & (col(Notice.status) == "waiting")
        & (col(Notice.not_before) > work.clock.now())
    )
    told = still & among(Notice.kind, _OF_ANOTHER_SUPERVISOR)
    await execute(work.db, sa.update(Notice).where(told).values(status="dropped"))
    former = sa.select(col(Notice.person_id)).where(
        still, col(Notice.kind) == LetterKind.SESSIONS_HANDED_OVER
    )
    return set((await execute(work.db, former)).scalars())


async def drop_of_sessions(
    work: Work, process_id: UUID, session_ids: Collection[UUID], person_id: UUID | None = None
) -> None:
    """What would still ask for, or remind of, a time of theirs that is past. person_id: for this reader alone."""
    mine = (col(Notice.process_id) == process_id) & among(
        Notice.facts["session_id"].astext, [str(one) for one in session_ids]
    )
    if person_id:
        mine &= col(Notice.person_id) == person_id
    waiting = among(Notice.kind, _OF_A_TIME) & among(Notice.status, ("waiting", "gathered"))
    await execute(work.db, sa.update(Notice).where(mine & waiting).values(status="dropped"))


def _asked_by(event: Event, kind: LetterKind) -> sa.ColumnElement[bool]:
    mine: sa.ColumnElement[bool] = col(Notice.kind) == kind
    if KINDS[kind].of == "person" and (who := _person_of(event)):
        mine &= col(Notice.person_id) == who
    for name, value in _of(event, kind).items():
        mine &= Notice.facts[name].astext == value
    return mine


async def _answered(work: Work, mine: sa.ColumnElement[bool]) -> None:
    """What was sent before asks for nothing more either: it is not sent anew to another address."""
    waiting = among(Notice.status, ("waiting", "gathered"))
    status = sa.case((waiting, "dropped"), else_=col(Notice.status))
    asking = sa.update(Notice).where(mine, col(Notice.answered_at).is_(None))
    await execute(work.db, asking.values(status=status, answered_at=work.clock.now()))


def _of(event: Event, kind: LetterKind) -> dict[str, str]:
    """The letter's facts that say which review, session or newcomer of the process it is about."""
    match KINDS[kind].of:
        case "review":
            assert isinstance(event, ReviewDone | ReviewWaived | ReviewLapsed)
            return {"review": event.kind}
        case "session":
            return _session_of(event)
        case "newcomer":
            newcomer_id = getattr(event, "newcomer_id", None) or getattr(event, "person_id", None)
            return {"about_id": str(newcomer_id)} if newcomer_id else {}
        case "process" | "person":
            return {}


def _session_of(event: Event) -> dict[str, str]:
    """Of one that came in another's place, that other; none: the whole process is over."""
    session_id = event.replaces if isinstance(event, SessionReplanned) else getattr(event, "session_id", None)
    return {"session_id": str(session_id)} if session_id else {}


def _person_of(event: Event) -> UUID | None:
    """Whose own letters it answers; none: everybody's, for what ends the asking of them all."""
    found: UUID | None = getattr(event, "person_id", None)
    return found
