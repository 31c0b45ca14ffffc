"""What people say: reviews, goals and notes, sealed; and the keys."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlmodel import Field

from services.sessions.tables.every_table import AT, Table


class Review(Table, table=True):
    """status: open, done, waived, lapsed. sealed: the statement, or why it was waived.

    released_at: of the last consent. due_at: until when it is to be held, or to be asked for once more. nothing_held:
    it was waived by itself, as no session was held.
    """

    __table_args__ = (sa.Index("review_to_be_chased", "due_at", postgresql_where=sa.text("status = 'open'")),)
    process_id: UUID = Field(primary_key=True, foreign_key="process.process_id")
    kind: str = Field(primary_key=True)
    status: str = "open"
    opened_at: datetime = Field(sa_type=AT)
    due_at: datetime = Field(sa_type=AT)
    benefit: bool | None = None
    wants_to_continue: bool | None = None
    sealed: bytes | None = None
    closed_by: UUID | None = None
    closed_at: datetime | None = Field(default=None, sa_type=AT)
    released_at: datetime | None = Field(default=None, sa_type=AT)
    nothing_held: bool = Field(default=False, sa_column_kwargs={"server_default": sa.false()})


class ReviewConsent(Table, table=True):
    """One person's consent to the commissioner's reading of a review."""

    __tablename__ = "review_consent"
    __table_args__ = (sa.ForeignKeyConstraint(["process_id", "kind"], ["review.process_id", "review.kind"]),)
    process_id: UUID = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    person_id: UUID = Field(primary_key=True)
    given_at: datetime = Field(sa_type=AT)


class ReviewRefusal(Table, table=True):
    """One person's no to the commissioner's reading of a review, until they consent after all."""

    __tablename__ = "review_refusal"
    __table_args__ = (sa.ForeignKeyConstraint(["process_id", "kind"], ["review.process_id", "review.kind"]),)
    process_id: UUID = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    person_id: UUID = Field(primary_key=True)
    refused_at: datetime = Field(sa_type=AT)


class Goal(Table, table=True):
    """In the supervisees' own words, sealed. released: the commissioner may see it. whose: own of set_by, or group.

    shared_on: who was a member on that day sees it too, and not only who was when it was set.
    carries_on: it is to go over into the process that follows. carried_from: it came from that process, whose last
    score is the baseline; known_to: who knew it there. answered_at: when the change was proposed that was decided
    last; answered_yes: that it was done.
    """

    goal_id: UUID = Field(primary_key=True)
    process_id: UUID = Field(foreign_key="process.process_id", index=True)
    sealed: bytes
    weight: Decimal
    score: int | None = None
    released: bool = False
    shared_on: date | None = None
    whose: str = "own"
    carries_on: bool = False
    carried_from: UUID | None = None
    baseline: int | None = None
    known_to: list[UUID] | None = Field(default=None, sa_type=postgresql.ARRAY(sa.Uuid()))
    answered_at: datetime | None = Field(default=None, sa_type=AT)
    answered_yes: bool = False
    set_by: UUID
    set_at: datetime = Field(sa_type=AT)


class GoalChange(Table, table=True):
    """What one member would have done with the group's goal, until all agree or one does not. sealed: other words."""

    __tablename__ = "goal_change"
    goal_id: UUID = Field(primary_key=True, foreign_key="goal.goal_id")
    kind: str
    sealed: bytes | None = None
    weight: Decimal | None = None
    score: int | None = None
    proposed_by: UUID
    proposed_at: datetime = Field(sa_type=AT)


class GoalChangeConsent(Table, table=True):
    """One member's yes to the change that waits."""

    __tablename__ = "goal_change_consent"
    goal_id: UUID = Field(primary_key=True, foreign_key="goal_change.goal_id")
    person_id: UUID = Field(primary_key=True)
    given_at: datetime = Field(sa_type=AT)


class ProcessKey(Table, table=True):
    """A process's own key, wrapped; without this row nothing that was said in the process can be read again."""

    __tablename__ = "process_key"
    __table_args__ = ({"schema": "confidential"},)
    process_id: UUID = Field(primary_key=True)
    wrapped: str


NOTES_ARE_READ_FOR = "luotsi.authors"
"""The setting of a connection that says whose notes it may see: ids of people with commas between them."""
NOTES_OF_THEIR_AUTHORS = (
    "ALTER TABLE confidential.note ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE confidential.note FORCE ROW LEVEL SECURITY",
    f"""CREATE POLICY of_their_authors ON confidential.note USING (
        author_id::text = ANY (string_to_array(current_setting('{NOTES_ARE_READ_FOR}', true), ','))
    )""",
)


class Note(Table, table=True):
    """One author's note of one session, sealed. Seen for its author alone (`services/sessions/content/authors.py`)."""

    __table_args__ = ({"schema": "confidential"},)
    session_id: UUID = Field(primary_key=True, foreign_key="session.session_id")
    author_id: UUID = Field(primary_key=True)
    sealed: bytes
    written_at: datetime = Field(sa_type=AT)


def _guard_notes(_: sa.Table, connection: sa.Connection, **_more: object) -> None:
    for statement in NOTES_OF_THEIR_AUTHORS:
        connection.exec_driver_sql(statement)


sa.event.listen(Note.__table__, "after_create", _guard_notes)  # type: ignore[attr-defined]  # SQLModel makes it
