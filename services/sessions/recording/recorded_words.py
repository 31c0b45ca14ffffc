"""What was said of a session, one word after the other, where it was recorded otherwise: all of them can be read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.messages import sessions as messages
from services.messages.values import Viewer
from services.runtime.finland import local_date
from services.runtime.policy import sees
from services.sessions import access
from services.sessions.content.sealing import Unreadable
from services.sessions.content.vault import Vault
from services.sessions.showing.session_card import outcome_of, present_at
from services.sessions.tables import RecordedWord, Session


@dataclass(frozen=True)
class Word:
    """What became of a session. present_count: where it is not known who was there."""

    outcome: messages.Outcome
    present: frozenset[UUID] = frozenset()
    present_count: int | None = None
    held_minutes: int | None = None
    longer_agreed: bool = False
    cancelled_by: messages.CancelledBy | None = None
    told_at: datetime | None = None

    @property
    def headcount(self) -> int | None:
        """How many were there; none where it was not held."""
        return (self.present_count or len(self.present)) if self.outcome == "held" else None

    @property
    def charge(self) -> tuple[object, ...]:
        """All that a price may follow from."""
        return self.outcome, self.held_minutes, self.longer_agreed, self.cancelled_by, self.told_at


async def standing(db: AsyncSession, row: Session) -> Word:
    return Word(
        outcome=outcome_of(row),
        present=frozenset(await present_at(db, row)),
        cancelled_by=row.cancelled_by,  # type: ignore[arg-type]  # one of them: a column of text
        **row.model_dump(include={"present_count", "held_minutes", "longer_agreed", "told_at"}),
    )


async def keep_first(db: AsyncSession, row: Session, word: Word) -> None:
    """What stood before anybody said otherwise; nothing where that is kept, as a coordinator's first word is."""
    if row.revision == 0 and await db.get(RecordedWord, (row.session_id, 0)) is None:
        db.add(RecordedWord(
            session_id=row.session_id, revision=0, by=first_by(row), recorded_by=_first_person(row),
            recorded_at=row.settled_at, **_columns(word),
        ))  # fmt: skip


async def keep(
    db: AsyncSession, vault: Vault, row: Session, word: Word, order: messages.CorrectRecord, by: str
) -> None:
    """The word that stands from now on. Why goes nowhere but here."""
    ground = order.ground.strip()
    whose = ("ground", row.session_id, row.revision)
    db.add(RecordedWord(
        session_id=row.session_id, revision=row.revision, by=by, recorded_by=order.corrected_by,
        recorded_at=order.as_of, sealed=await vault.seal(row.process_id, ground, *whose) if ground else None,
        **_columns(word),
    ))  # fmt: skip


async def shown_to(
    db: AsyncSession, vault: Vault, row: Session, process: access.Process, viewer: Viewer
) -> list[messages.RecordedWord]:
    """The first one first; empty where its supervisor alone has said it. Who said it, and why, as the policy lets."""
    own = select(RecordedWord).where(RecordedWord.session_id == row.session_id)
    kept: Sequence[RecordedWord] = (await db.exec(own.order_by(col(RecordedWord.revision)))).all()
    belongs, members = process.session(row), process.members(local_date(row.starts_at))
    counts = sees(viewer, "attendance_count", belongs) != "no"
    names = members if sees(viewer, "attendance_by_name", belongs) != "no" else []
    grounds = sees(viewer, "record_grounds", belongs) != "no"
    return [
        messages.RecordedWord.model_validate(
            {
                **one.model_dump(
                    include=set(messages.RecordedWord.model_fields) - {"present", "recorded_by"}
                ),
                "present": [member for member in names if member in one.present],
                "present_count": _count(one) if counts else None,
                "cancelled_at": one.told_at,
                "recorded_by": one.recorded_by if grounds else None,
                "ground": await _ground(vault, row, one) if grounds else "",
            }
        )
        for one in kept
    ]


def _count(word: RecordedWord) -> int | None:
    return (word.present_count or len(word.present)) if word.outcome == "held" else None


async def _ground(vault: Vault, row: Session, word: RecordedWord) -> str:
    if word.sealed is None:
        return ""
    try:
        return await vault.open(row.process_id, word.sealed, "ground", row.session_id, word.revision)
    except Unreadable:
        return ""


def first_by(row: Session) -> str:
    """Whoever it was that said first what became of it: who recorded it, or who had called it off."""
    return "supervisor" if row.recorded_by or row.cancelled_by is None else row.cancelled_by


def _first_person(row: Session) -> UUID | None:
    return row.recorded_by or row.cancelled_by_person


def _columns(word: Word) -> dict[str, Any]:
    return {**vars(word), "present": sorted(word.present)}
